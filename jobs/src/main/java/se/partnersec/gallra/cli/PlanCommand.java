package se.partnersec.gallra.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.plan.LimitsAhead;
import se.partnersec.gallra.plan.PlanLine;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.LimitWords;

/** Says what a run would do, and does nothing. */
@Command(
        name = "plan",
        description = "Say what a run would erase and keep, and why. Changes nothing.",
        footer = {"", "Examples:", "  gallra plan --all", "  gallra plan ip-logs --as-of 2027-01-01"})
final class PlanCommand implements Callable<Integer> {
    private final Session session;
    private final Terminal terminal;

    @Mixin
    private ChosenCategories chosen = new ChosenCategories();

    @Option(names = "--as-of", paramLabel = "DATE", description = "As if it were this day; today unless given.")
    private @Nullable LocalDate asOf;

    @Spec
    private @Nullable CommandSpec spec;

    PlanCommand(Session session) {
        this.session = session;
        this.terminal = session.terminal();
    }

    @Override
    public Integer call() {
        Words words = session.words();
        List<DataCategory> categories = chosen.from(session, spec);
        LocalDate day = asOf == null ? session.rooms().today() : asOf;
        List<PlanLine> lines = new ArrayList<>();
        for (DataCategory category : categories) {
            lines.add(session.rooms().plan(category, day));
        }
        if (!terminal.plain()) {
            terminal.result(terminal.bold(words.say("plan.banner")) + "   "
                    + words.say(
                            "header.as-of",
                            day,
                            session.rooms().policy().version(),
                            session.rooms().fingerprint().substring(0, 8)));
            terminal.result("");
        }
        table(lines).print(terminal);
        if (!terminal.plain()) {
            Table kept = Reasons.kept(words, lines);
            if (!kept.isEmpty()) {
                terminal.result("");
                terminal.result(terminal.bold(words.say("plan.kept")));
                kept.print(terminal);
            }
            terminal.result("");
            terminal.result(late(words, lines));
            lines.stream()
                    .filter(line -> line.early() > 0)
                    .forEach(line -> terminal.result(words.say("plan.early", line.category(), line.early())));
            limits(words, lines).forEach(terminal::result);
            if (asOf == null && lines.stream().anyMatch(line -> line.wouldErase() + line.wouldReduce() > 0)) {
                terminal.result(words.say("plan.do", all(categories)));
            }
            terminal.result(terminal.bold(words.say("plan.banner.end")));
        }
        return 0;
    }

    private Table table(List<PlanLine> lines) {
        Words words = session.words();
        Table table = new Table(
                words.say("column.category"),
                ">" + words.say("column.candidates"),
                ">" + words.say("column.would-go"),
                ">" + words.say("column.would-reduce"),
                ">" + words.say("column.held"),
                ">" + words.say("column.processor"),
                ">" + words.say("outcome.NOT_DUE"),
                ">" + words.say("outcome.REVIEW"),
                ">" + words.say("column.late"),
                words.say("column.oldest"));
        for (PlanLine line : lines) {
            table.row(
                    line.category(),
                    line.candidates(),
                    line.wouldErase(),
                    line.wouldReduce(),
                    line.held(),
                    line.processor(),
                    line.notDue(),
                    line.review(),
                    line.overdue() - line.overdueHeld(),
                    line.oldestDue() == null ? "-" : words.say("plan.days", line.dueForDays()));
        }
        return table;
    }

    private String all(List<DataCategory> categories) {
        return categories.equals(session.jobs())
                ? "--all"
                : categories.stream().map(DataCategory::id).collect(Collectors.joining(" "));
    }

    /** Which runs the limits would stop. */
    static List<String> limits(Words words, List<PlanLine> lines) {
        List<String> said = new ArrayList<>();
        for (PlanLine line : lines) {
            LimitsAhead ahead = line.limits();
            LimitWords limits = new LimitWords(words.language(), line.category());
            if (ahead.stop()) {
                said.add(words.say("plan.limit", line.category(), limits.all(ahead.trips(), line.going())));
            } else if (ahead.approval() != null) {
                said.add(words.say(
                        "plan.limit.approved",
                        line.category(),
                        ahead.approval(),
                        limits.one(ahead.trips().get(0))));
            }
        }
        return said;
    }

    /** The sentence the data-protection officer looks for. */
    static String late(Words words, List<PlanLine> lines) {
        List<String> late = new ArrayList<>();
        long total = 0;
        for (PlanLine line : lines) {
            long n = line.overdue() - line.overdueHeld();
            total += n;
            if (n > 0) {
                late.add(line.category() + " " + Locales.number(n));
            }
        }
        return total == 0 ? words.say("late.none") : words.say("late.some", total, String.join(", ", late));
    }
}
