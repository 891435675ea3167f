package se.partnersec.gallra.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.policy.PolicyWords;
import se.partnersec.gallra.policy.ProcessingRegister;
import se.partnersec.gallra.policy.RetentionPolicy;

/** The rules, in words. */
@Command(name = "policy", description = "The rules in words, and whether the files that hold them are sound.")
final class PolicyCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    PolicyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        throw Gallra.missing(spec);
    }

    /** How the rules are shown. */
    enum Format {
        TEXT,
        CSV
    }

    @Command(
            name = "show",
            description = {
                "Every rule, with the promise and the law behind it. As CSV it is the register of GDPR Art. 30, with the",
                "recipients of copies that sources.yml declares."
            },
            footer = {
                "",
                "Examples:",
                "  gallra policy show",
                "  gallra policy show --format csv --lang sv > register.csv"
            })
    int show(
            @Option(
                            names = "--format",
                            paramLabel = "text|csv",
                            defaultValue = "text",
                            description = "Sentences, or RFC 4180 in UTF-8; ${DEFAULT-VALUE}.")
                    Format format) {
        RetentionPolicy policy = session.rooms().policy();
        if (format == Format.CSV) {
            ProcessingRegister register =
                    new ProcessingRegister(policy, session.words().language());
            session.terminal()
                    .out()
                    .print(CsvLines.of(register.lines(session.rooms().recipients())));
            return 0;
        }
        session.terminal().out().print(new PolicyWords(policy, session.words().language()).show());
        session.terminal().result("");
        session.terminal().result(version(policy));
        return 0;
    }

    @Command(
            name = "check",
            description =
                    "Read policy.yml, sources.yml, limits.yml and horizon.yml strictly; name the faults with file and line. Asks no"
                            + " server.")
    int check() {
        RetentionPolicy policy = session.rooms().policy();
        String version = version(policy);
        session.rooms().declaredPlaces();
        session.terminal().result(session.words().say("policy.sound"));
        session.terminal().result(version);
        return 0;
    }

    private String version(RetentionPolicy policy) {
        return session.words()
                .say("policy.version", policy.version(), session.rooms().fingerprint());
    }
}
