package se.partnersec.gallra.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.operations.housekeeping.HousekeepingService;
import se.partnersec.gallra.operations.housekeeping.Pruner;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Tells what of the suite's own notes is past its time, and removes it. */
@Command(
        name = "prune",
        header = "Export and remove Gallra's own old data.",
        description = {
            "Without options, lists what is past its period in own-data.yml: job histories, holds, requests, approvals, the audit log and more. With --export it is written to files and read back. With --yes as well it is then removed, under the owner's account. The ledger, permits, fiscal years and adopted rules are never removed.",
            "Exit code 6 if something changed meanwhile, or if holds and requests wait for an audit of the ledger: they stay. Exit code 10 if the ledger or the export is not as it was written: nothing is removed."
        },
        footer = {
            "  gallra runs prune                              tells; changes nothing",
            "  gallra runs prune --export /srv/archive        exports, and removes nothing",
            "  gallra runs prune --export /srv/archive --yes  exports, reads that back, removes"
        })
final class PruneCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<HousekeepingService> housekeeping;

    @Option(
            names = "--export",
            paramLabel = "DIR",
            description = "Existing folder. The export gets its own folder in it, readable by you alone.")
    private @Nullable Path export;

    @Option(names = "--yes", description = "Remove what was exported.")
    private boolean yes;

    @Spec
    private @Nullable CommandSpec spec;

    PruneCommand(CommandContext session, ObjectProvider<HousekeepingService> housekeeping) {
        this.session = session;
        this.housekeeping = housekeeping;
    }

    @Override
    public Integer call() {
        if (export == null) {
            if (yes) {
                throw GallraCommand.wrong(spec, SENTENCES.say("run.yes-needs-export-dir-nothing-removed"));
            }
            return tell(housekeeping.getObject().past());
        }
        Pruner.Report report = housekeeping.getObject().prune(export, yes);
        report.unaudited().forEach(session.terminal()::problem);
        session.terminal().field("removed", yes);
        session.terminal().field("folder", report.folder());
        session.terminal().field("manifest", report.folder() == null ? null : report.manifest());
        session.terminal().list("done", report.done(), PruneCommand::fields);
        if (report.folder() == null) {
            say("prune.nothing");
            return (report.unaudited().isEmpty() ? ExitCode.DONE : ExitCode.SKIPPED).number();
        }
        report.done()
                .forEach(each -> say(
                        yes ? "prune.removed" : "prune.exported",
                        each.kind().id(),
                        yes ? each.removed() : each.exported(),
                        each.rows(),
                        each.stayed()));
        say("prune.folder", String.valueOf(report.folder()), report.manifest());
        boolean stayed = !report.unaudited().isEmpty() || report.done().stream().anyMatch(each -> each.stayed() > 0);
        return (stayed ? ExitCode.SKIPPED : ExitCode.DONE).number();
    }

    private static Fields fields(Pruner.Done each) {
        return new Fields()
                .with("kind", each.kind().id())
                .with("exported", each.exported())
                .with("rows", each.rows())
                .with("removed", each.removed())
                .with("stayed", each.stayed());
    }

    private int tell(List<Pruner.Past> past) {
        CliMessages words = session.words();
        Table table = new Table(words, "past")
                .text("kind", "column.own-data")
                .number("records", "column.past")
                .text("before", "column.older-than");
        past.forEach(each -> table.row(each.kind().id(), each.records(), SwedishCalendar.localDate(each.before())));
        table.print(session.terminal());
        if (past.stream().anyMatch(each -> each.records() > 0)) {
            session.terminal().note(words.say("prune.how"));
        }
        return ExitCode.DONE.number();
    }

    private void say(String key, Object... args) {
        session.terminal().result(session.words().say(key, args));
    }
}
