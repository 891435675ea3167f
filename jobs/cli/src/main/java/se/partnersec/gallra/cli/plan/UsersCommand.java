package se.partnersec.gallra.cli.plan;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.explain.InactiveUser;

/** Lists of users for people to review; nothing is erased by them. */
@Command(name = "users", header = "Show users that need review.")
public final class UsersCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<PlanningService> planning;
    private final ObjectProvider<PersonReadLog> reads;

    @Spec
    private @Nullable CommandSpec spec;

    UsersCommand(
            CommandContext session, ObjectProvider<PlanningService> planning, ObjectProvider<PersonReadLog> reads) {
        this.session = session;
        this.planning = planning;
        this.reads = reads;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "inactive",
            header = "List users not seen for 24 months whose customer is active.",
            description = "By key only. They are kept: the privacy policy keeps them as long as the customer.",
            footer = {"  gallra users inactive --plain"})
    int inactive() {
        CliMessages words = session.words();
        reads.getObject().note("users", "inactive", "");
        List<InactiveUser> found = planning.getObject().inactiveUsers();
        Table table = new Table(words, "users")
                .text("user", "column.user")
                .text("customer", "column.customer")
                .text("lastSeen", "column.last-seen");
        for (InactiveUser each : found) {
            table.row("user-data:" + each.key(), each.customer(), each.lastSeen());
        }
        table.print(session.terminal(), words.say("users.none"));
        return 0;
    }
}
