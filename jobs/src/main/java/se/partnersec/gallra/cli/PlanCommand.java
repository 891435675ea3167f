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
import se.partnersec.gallra.plan.OpenRun;
import se.partnersec.gallra.plan.PlanLine;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.LimitWords;
import se.partnersec.gallra.saved.SavedPlan;

/** Says what a run would do, does nothing, and keeps what it said. */
@Command(
        name = "plan",
        description = {
            "Say what a run would erase and keep, and why. Changes nothing of the data. What it says is saved among Gallra's own",
            "tables, if your login may do so: somebody else can approve it, and a run can do exactly that (gallra plans)."
        },
        footer = {
            "",
            "Examples:",
            "  gallra plan --all",
            "  gallra plan ip-logs --as-of 2027-01-01",
            "  gallra plan ip-logs --no-save"
        })
final class PlanCommand implements Callable<Integer> {
    private final Session session;
    private final Terminal terminal;

    @Mixin
    private ChosenCategories chosen = new ChosenCategories();

    @Option(names = "--as-of", paramLabel = "DATE", description = "As if it were this day; today unless given.")
    private @Nullable LocalDate asOf;

    @Option(names = "--no-save", description = "Save nothing; a plan for a day to come is never saved.")
    private boolean noSave;

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
        PlanRooms.Made made = made(categories, day);
        List<PlanLine> lines = made.lines();
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
            remarks(words, lines).forEach(said -> said.print(terminal));
            if (asOf == null && lines.stream().anyMatch(line -> line.wouldErase() + line.wouldReduce() > 0)) {
                terminal.result(words.say("plan.do", all(categories)));
            }
            saved(made).forEach(terminal::result);
            terminal.result(terminal.bold(words.say("plan.banner.end")));
        } else {
            remarks(words, lines).forEach(said -> said.print(terminal));
            saved(made).forEach(terminal::note);
        }
        return 0;
    }

    private static List<Said> remarks(Words words, List<PlanLine> lines) {
        List<Said> said = new ArrayList<>();
        said.add(late(words, lines));
        lines.stream()
                .filter(line -> line.early() > 0)
                .forEach(line -> said.add(new Said(
                        "EARLY",
                        line.category(),
                        Long.toString(line.early()),
                        words.say("plan.early", line.category(), line.early()))));
        said.addAll(limits(words, lines));
        return said;
    }

    private PlanRooms.Made made(List<DataCategory> categories, LocalDate day) {
        Rooms rooms = session.rooms();
        if (!noSave && !day.isAfter(rooms.today())) {
            return rooms.plans().make(categories, day);
        }
        return new PlanRooms.Made(
                categories.stream().map(category -> rooms.plan(category, day)).toList(), null, null);
    }

    /** Where it is kept and what can be done with it, or why it is not. */
    private List<String> saved(PlanRooms.Made made) {
        Words words = session.words();
        SavedPlan plan = made.saved();
        String why = made.why();
        if (plan == null) {
            return why == null ? List.of() : List.of(words.say("plan.not-saved", why));
        }
        List<String> said = new ArrayList<>();
        said.add(words.say("plan.saved", plan.id(), Locales.time(plan.expires())));
        if (plan.going() > 0) {
            boolean stop = made.lines().stream().anyMatch(line -> line.limits().stop());
            if (stop) {
                session.heralds().waits(plan.id(), plan.going());
            }
            said.add(words.say(stop ? "plan.do-saved.approved" : "plan.do-saved", plan.id()));
        }
        return said;
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
    static List<Said> limits(Words words, List<PlanLine> lines) {
        List<Said> said = new ArrayList<>();
        for (PlanLine line : lines) {
            LimitsAhead ahead = line.limits();
            LimitWords limits = new LimitWords(words.language(), line.category());
            OpenRun open = ahead.open();
            if (open != null) {
                String run = Long.toString(open.runId());
                said.add(new Said(
                        "GOES-ON",
                        line.category(),
                        run,
                        words.say(
                                open.approval() == null ? "plan.limit.open" : "plan.limit.open.approved",
                                line.category(),
                                run,
                                open.left(),
                                String.valueOf(open.approval()),
                                limits.one(ahead.trips().get(0)))));
            } else if (ahead.stop()) {
                String stop = words.say("plan.limit", line.category(), limits.all(ahead.trips(), line.going()));
                said.add(new Said("LIMIT", line.category(), Long.toString(line.going()), stop));
            } else if (ahead.approval() != null) {
                said.add(Said.of(
                        "APPROVED",
                        line.category(),
                        words.say(
                                "plan.limit.approved",
                                line.category(),
                                ahead.approval(),
                                limits.one(ahead.trips().get(0)))));
            }
            LocalDate last = line.endangered();
            if (last != null) {
                said.add(Said.of("ALARM", line.category(), words.say("plan.endangered", line.category(), last)));
            }
        }
        return said;
    }

    /** The sentence the data-protection officer looks for. */
    static Said late(Words words, List<PlanLine> lines) {
        List<String> late = new ArrayList<>();
        long total = 0;
        for (PlanLine line : lines) {
            long n = line.overdue() - line.overdueHeld();
            total += n;
            if (n > 0) {
                late.add(line.category() + " " + Locales.number(n));
            }
        }
        return new Said(
                "LATE",
                "",
                Long.toString(total),
                total == 0 ? words.say("late.none") : words.say("late.some", total, String.join(", ", late)));
    }
}
