package se.partnersec.gallra.app.boot;

import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import se.partnersec.gallra.app.wiring.Opening;
import se.partnersec.gallra.app.wiring.Reception;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.cli.main.CommandRunner;

/** A command line in the process of the tests, put together as {@link GallraApplication} puts it together. */
public final class TypedHere {
    private TypedHere() {}

    /** Answers the exit code. */
    public static int run(Map<String, String> environment, OutputStream out, OutputStream err, String... arguments) {
        return new CommandRunner(
                        out,
                        err,
                        notice -> new Reception(new Opening(environment, Clock.systemUTC(), notice)),
                        () -> List.copyOf(Categories.all().keySet()),
                        RefusalTranslator::read,
                        environment)
                .run(arguments);
    }
}
