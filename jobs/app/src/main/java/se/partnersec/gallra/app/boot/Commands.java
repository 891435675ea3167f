package se.partnersec.gallra.app.boot;

import java.time.Clock;
import java.util.function.Function;
import org.springframework.context.ConfigurableApplicationContext;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.cli.main.CommandRunner;
import se.partnersec.gallra.support.text.ProgressNote;

/** Factory of the surroundings of a command line: application context, clock, categories and translation of refusals. */
public final class Commands {
    private Commands() {}

    /** @param context gives the application context, told where to say what is done on the way */
    static CommandRunner.Surroundings in(Function<ProgressNote, ConfigurableApplicationContext> context, Clock clock) {
        return new CommandRunner.Surroundings(
                context, clock, () -> Categories.registry().names(), RefusalTranslator::read);
    }

    /** @param context that is there already */
    public static CommandRunner.Surroundings in(ConfigurableApplicationContext context, Clock clock) {
        return in(note -> context, clock);
    }
}
