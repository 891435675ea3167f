package se.partnersec.gallra.cli.holding;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.CategoryCandidates;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.NumberFile;
import se.partnersec.gallra.ledger.notice.RecipientNotice;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService.Listed;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService.State;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService.Wanted;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** What the holders of copies are told of erased records (GDPR Art. 19), and what they answered. */
@Command(name = "notices", header = "Show and acknowledge notices to recipients (GDPR Art. 19).")
public final class NoticesCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    /** Heads of the first column in the report of notices. */
    private static final Set<String> HEADS = Set.of("notice", "Notice", "Underrättelse");

    /** Heads of the column that says when a recipient answered. */
    private static final Set<String> ANSWERED = Set.of("answered_on", "Answered", "Besvarad");

    private final CommandContext session;
    private final ObjectProvider<RecipientNoticeService> notices;

    @Spec
    private @Nullable CommandSpec spec;

    NoticesCommand(CommandContext session, ObjectProvider<RecipientNoticeService> notices) {
        this.session = session;
        this.notices = notices;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "list",
            header = "List notices that wait for an answer, oldest first.",
            description = "With --late, exit code 10 if there are any.",
            footer = {"  gallra notices list --late", "  gallra notices list --copy training --run 17"})
    int list(
            @Option(names = "--late", description = "Only overdue ones.") boolean late,
            @Option(names = "--all", description = "Include answered notices.") boolean all,
            @Option(
                            names = "--category",
                            paramLabel = "CATEGORY",
                            completionCandidates = CategoryCandidates.class,
                            description = "Only this category.")
                    @Nullable
                    DataCategory category,
            @Option(names = "--copy", paramLabel = "NAME", description = "Only this copy, by its name in sources.yml.")
                    @Nullable
                    String copy,
            @Option(names = "--run", paramLabel = "N", description = "Only of this run.") @Nullable Long run,
            @Option(
                            names = "--limit",
                            converter = ListOptions.AtLeastOne.class,
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "Maximum number of notices. Default: ${DEFAULT-VALUE}.")
                    int limit) {
        CliMessages words = session.words();
        State state = late ? State.LATE : all ? State.ALL : State.OPEN;
        Listed found = this.notices.getObject().list(new Wanted(state, category, copy, run), Math.max(0, limit));
        session.terminal().field("total", found.all());
        table(found.named()).print(session.terminal(), words.say("notices.none"));
        if (found.all() == 0) {
            return ExitCode.DONE.number();
        }
        if (found.all() > found.named().size()) {
            session.terminal().note(words.say("notices.more", found.all()));
        }
        return (late ? ExitCode.DIFFERENCES : ExitCode.DONE).number();
    }

    private Table table(List<RecipientNotice> notices) {
        CliMessages words = session.words();
        Table table = new Table(words, "notices")
                .id("notice", "column.notice")
                .text("record", "column.record")
                .text("copy", "column.copy")
                .id("run", "column.run")
                .text("answerBy", "column.answer-by")
                .text("state", "column.state")
                .text("recipient", "column.recipient");
        for (RecipientNotice each : notices) {
            table.row(
                    each.id(),
                    each.category() + ":" + each.subject(),
                    each.copy(),
                    each.runId(),
                    each.answerBy(),
                    state(each),
                    new Coded(
                            each.recipient(),
                            each.recipient() == null
                                    ? words.say("notices.undeclared")
                                    : each.recipient() + ", " + each.contact()));
        }
        return table;
    }

    private Coded state(RecipientNotice notice) {
        CliMessages words = session.words();
        LocalDate today = session.today();
        if (notice.answered() != null) {
            return new Coded("ANSWERED", words.say("notices.answered", Formats.time(notice.answered())));
        }
        return notice.late(today)
                ? new Coded("LATE", words.say("notices.late"))
                : new Coded("OPEN", words.say("notices.open"));
    }

    @Command(
            name = "ack",
            header = "Record the answers of recipients.",
            description =
                    "Single notices, all notices of a copy up to a run, or those of a file: one number a line, such as the first column of gallra report notices -o notices.csv. Where the file has the column of answers, rows with the day of an answer count, and empty ones do not.",
            footer = {
                "  gallra notices ack 14 15",
                "  gallra notices ack --copy training --up-to-run 17",
                "  gallra notices ack --file answered.csv --copy training"
            })
    int acknowledge(
            @Parameters(paramLabel = "NOTICE", arity = "0..*", description = "Numbers from gallra notices list.")
                    @Nullable
                    List<Long> notices,
            @Option(
                            names = "--copy",
                            paramLabel = "NAME",
                            description = "All notices of this copy; of a file only those.")
                    @Nullable
                    String copy,
            @Option(names = "--up-to-run", paramLabel = "N", description = "Of runs up to this one.") @Nullable
                    Long run,
            @Option(names = "--file", paramLabel = "FILE", description = "Numbers of notices, one a line.") @Nullable
                    Path file) {
        boolean some = notices != null && !notices.isEmpty();
        boolean upTo = run != null;
        if (Stream.of(some, file != null, upTo).filter(given -> given).count() != 1
                || upTo && copy == null
                || some && copy != null) {
            throw misuse(SENTENCES.say("holding.which-notices-give-their-numbers-file"));
        }
        List<Long> ids = file != null
                ? NumberFile.read(spec, file, HEADS, ANSWERED, "notice", session.today())
                : notices == null ? List.of() : notices.stream().distinct().toList();
        RecipientNoticeService service = this.notices.getObject();
        long noted = copy != null && run != null ? service.answerUpTo(run, copy) : service.answer(ids, copy);
        session.terminal().field("acknowledged", noted);
        session.terminal().field("skipped", ids.isEmpty() ? 0 : ids.size() - noted);
        session.terminal().result(session.words().say("notices.noted", noted));
        if (!ids.isEmpty() && noted < ids.size()) {
            session.terminal().note(session.words().say("notices.passed-over", ids.size() - noted));
        }
        return ExitCode.DONE.number();
    }

    private ParameterException misuse(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
