package se.partnersec.gallra.reports.content;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportChart;
import se.partnersec.gallra.reports.table.ReportChart.Bin;
import se.partnersec.gallra.reports.table.ReportColumn;

/** How many records of each category are past the start of their period, and what becomes of them: a plan, as a table. */
final class BacklogReport implements Report {
    private static final Set<String> OF_OTHERS = Set.of("CANDIDATES", "OVERDUE", "OVERDUE_HELD");
    private static final Set<String> GOING = Set.of("ERASED", "ANONYMISED");

    private final Planner planner;
    private final List<Category> categories;
    private final LocalDate today;

    BacklogReport(Planner planner, List<Category> categories, LocalDate today) {
        this.planner = planner;
        this.categories = List.copyOf(categories);
        this.today = today;
    }

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public List<ReportColumn> columns() {
        return List.of(
                ReportColumn.text("category"),
                ReportColumn.code("outcome", "report.backlog."),
                ReportColumn.code("reason", "reason."),
                ReportColumn.number("records"),
                ReportColumn.date("oldest_due"),
                ReportColumn.date("oldest_erase_by"));
    }

    @Override
    public Map<String, String> filters() {
        return Map.of(
                "--category",
                categories.stream().map(each -> each.category().id()).collect(Collectors.joining(",")));
    }

    @Override
    public List<ReportChart> charts() {
        return List.of(
                new ReportChart(
                        "report.chart.backlog",
                        "report.column.outcome",
                        BacklogReport::outcome,
                        BacklogReport::records),
                new ReportChart(
                        "report.chart.going",
                        "report.column.category",
                        (cells, words) -> GOING.contains(String.valueOf(cells[1]))
                                ? new Bin(String.valueOf(cells[0]), String.valueOf(cells[0]))
                                : null,
                        BacklogReport::records));
    }

    /** The lines that add up to the others would stand over them all. */
    private static @Nullable Bin outcome(@Nullable Object[] cells, Messages words) {
        String code = String.valueOf(cells[1]);
        return OF_OTHERS.contains(code) ? null : new Bin(code, words.code("report.backlog.", code));
    }

    private static long records(@Nullable Object[] cells) {
        return cells[3] instanceof Long n ? n : 0;
    }

    @Override
    public void rows(Sink sink) throws IOException {
        for (Category category : categories) {
            CategoryPlan plan = planner.plan(category, today);
            String name = category.category().id();
            sink.row(name, "CANDIDATES", null, plan.candidates(), null, null);
            sink.row(name, "ERASED", null, plan.wouldErase(), plan.oldestDue(), null);
            sink.row(name, "ANONYMISED", null, plan.wouldReduce(), null, null);
            reasons(name, "HELD", plan.heldBy(), sink);
            count(name, "HELD", "OUT_OF_SCOPE_PROCESSOR", plan.processor(), sink);
            reasons(name, "REVIEW", plan.reviewBy(), sink);
            count(name, "NOT_DUE", null, plan.notDue(), sink);
            count(name, "DEFERRED", null, plan.counts().of(Outcome.DEFERRED), sink);
            long overdue = plan.overdue() - plan.overdueHeld();
            sink.row(name, "OVERDUE", null, overdue, null, overdue == 0 ? null : plan.oldestEraseBy());
            count(name, "OVERDUE_HELD", null, plan.overdueHeld(), sink);
        }
    }

    private static void reasons(String category, String outcome, Map<String, Long> reasons, Sink sink)
            throws IOException {
        for (Map.Entry<String, Long> reason : new TreeMap<>(reasons).entrySet()) {
            sink.row(category, outcome, reason.getKey(), reason.getValue(), null, null);
        }
    }

    private static void count(String category, String outcome, @Nullable String reason, long records, Sink sink)
            throws IOException {
        if (records > 0) {
            sink.row(category, outcome, reason, records, null, null);
        }
    }
}
