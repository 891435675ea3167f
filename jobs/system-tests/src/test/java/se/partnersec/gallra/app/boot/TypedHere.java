package se.partnersec.gallra.app.boot;

import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.cli.main.CommandRunner;

/** A command line in the process of the tests, put together as {@link GallraApplication} puts it together. */
public final class TypedHere {
    private TypedHere() {}

    /** Answers the exit code. */
    public static int run(Map<String, String> environment, OutputStream out, OutputStream err, String... arguments) {
        Clock clock = Clock.systemUTC();
        CommandRunner.Surroundings surroundings = new CommandRunner.Surroundings(
                note -> GallraContext.of(environment, clock, note),
                clock,
                () -> Categories.registry().names(),
                RefusalTranslator::read);
        return new CommandRunner(out, err, surroundings, environment).run(arguments);
    }
}
