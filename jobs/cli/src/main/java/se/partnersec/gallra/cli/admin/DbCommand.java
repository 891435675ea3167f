package se.partnersec.gallra.cli.admin;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.operations.schema.SchemaService;
import se.partnersec.gallra.support.text.Sentences;

/** The suite's own tables and the rights of its accounts. */
@Command(name = "db", header = "Set up the database: tables and rights.")
public final class DbCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<SchemaService> schema;

    @Spec
    private @Nullable CommandSpec spec;

    DbCommand(CommandContext session, ObjectProvider<SchemaService> schema) {
        this.session = session;
        this.schema = schema;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "migrate",
            header = "Create or update Gallra's own tables.",
            description = "Runs as the owner (GALLRA_OWNER_USER). Does not touch business tables.")
    int migrate() {
        List<String> applied = schema.getObject().migrate();
        session.terminal().field("applied", applied);
        session.terminal()
                .result(
                        applied.isEmpty()
                                ? session.words().say("db.up-to-date")
                                : session.words().say("db.migrated", String.join(", ", applied)));
        return 0;
    }

    @Command(
            name = "grants",
            header = "Print the database rights as SQL.",
            description =
                    "For a database administrator to apply: rights of the five accounts, and triggers. With --person and --role: the rights of one person, whose login must exist. A person has one role. Changes nothing.",
            footer = {
                "  gallra db grants --before | mysql -u root   # schema and owner, before gallra db migrate",
                "  gallra db grants | mysql -u root            # the others, after it",
                "  gallra db grants --person anna@10.0.0.%% --role finance | mysql -u root"
            })
    int grants(
            @Option(
                            names = "--before",
                            description = "What must exist before the tables: the schema and the owner's rights.")
                    boolean before,
            @Option(
                            names = "--host",
                            paramLabel = "HOST",
                            defaultValue = "%",
                            description = "Host the accounts log in from. Default: ${DEFAULT-VALUE}.")
                    String host,
            @ArgGroup(exclusive = false) @Nullable Person person) {
        if (!host.matches("[A-Za-z0-9_.:%-]{1,60}")) {
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.host-no-host-write-like-10", host));
        }
        if (person != null && before) {
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.before-about-accounts-suite-leave-out"));
        }
        SchemaService service = schema.getObject();
        List<String> lines = person == null ? service.grants(before, host) : service.grants(person.login, person.role);
        session.terminal().raw("sql", String.join("\n", lines) + "\n");
        return 0;
    }

    private static final class Person {
        @Option(
                names = "--person",
                required = true,
                paramLabel = "NAME",
                description = "Login of a person with its host, such as anna@10.0.0.%%.")
        private String login = "";

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "operations, finance, officer (data protection), auditor or metrics.")
        private String role = "";
    }
}
