package se.partnersec.gallra.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import se.partnersec.gallra.cli.main.CommandRunner;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.CategoryIds;

/** A command line typed in a test: what it answered, what it said, and its exit code. */
public record Typed(int exit, String out, String err) {
    public static final List<DataCategory> JOBS =
            List.of(CategoryIds.CALL_RECORDINGS, CategoryIds.CHAT_LOGS, CategoryIds.IP_LOGS, CategoryIds.IP_LOG_FILES);

    public static Typed command(ScriptedServices services, String... args) {
        return command(services, Map.of(), Typed::refusal, args);
    }

    /** Knows a refusal where it sees one, and nothing of the database or the object store. */
    public static Optional<RefusedException> refusal(Throwable thrown) {
        return thrown instanceof RefusedException refused ? Optional.of(refused) : Optional.empty();
    }

    public static Typed command(
            ScriptedServices services,
            Map<String, String> environment,
            Function<Throwable, Optional<RefusedException>> faults,
            String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> all = new HashMap<>(Map.of("GALLRA_HOME", "target/typed"));
        all.putAll(environment);
        CommandRunner.Surroundings surroundings =
                new CommandRunner.Surroundings(note -> services.context(), services.clock(), () -> JOBS, faults);
        CommandRunner runner = new CommandRunner(out, err, surroundings, all);
        int exit = runner.run(args);
        return new Typed(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
