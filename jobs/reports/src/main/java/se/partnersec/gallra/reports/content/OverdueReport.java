package se.partnersec.gallra.reports.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.plan.CandidateScan;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportChart;
import se.partnersec.gallra.reports.table.ReportChart.Bin;
import se.partnersec.gallra.reports.table.ReportColumn;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Every record that is still there after the last day by which it must be gone. One that something keeps is not overdue, and says so
 * in its state, without days late. Of those whose parent is missing nobody can tell that day, so they are among them without one.
 */
final class OverdueReport implements Report {
    private static final int[] AGES = {7, 31, 92, 366};

    private final CandidateScan walk;
    private final List<Category> categories;
    private final Pseudonymizer tags;
    private final LocalDate today;

    OverdueReport(CandidateScan walk, List<Category> categories, Pseudonymizer tags, LocalDate today) {
        this.walk = walk;
        this.categories = List.copyOf(categories);
        this.tags = tags;
        this.today = today;
    }

    @Override
    public String name() {
        return "overdue";
    }

    @Override
    public List<ReportColumn> columns() {
        return List.of(
                ReportColumn.text("category"),
                ReportColumn.text("key"),
                ReportColumn.date("due"),
                ReportColumn.date("erase_by"),
                ReportColumn.number("days_late"),
                ReportColumn.code("outcome", "report.overdue."),
                ReportColumn.code("reason", "reason."),
                ReportColumn.code("state", "report.overdue.state."));
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
                new ReportChart("report.chart.age", "report.column.days_late", OverdueReport::age, cells -> 1),
                new ReportChart(
                        "report.chart.reason",
                        "report.column.outcome",
                        (cells, words) -> new Bin(
                                String.valueOf(cells[5]), words.code("report.overdue.", String.valueOf(cells[5]))),
                        cells -> 1));
    }

    /** Ages by the ends a supervisory authority would ask about: a week, a month, a quarter, a year. */
    private static @Nullable Bin age(@Nullable Object[] cells, Messages words) {
        if (!(cells[4] instanceof Long days)) {
            return null;
        }
        for (int i = 0; i < AGES.length; i++) {
            if (days <= AGES[i]) {
                return new Bin(Integer.toString(i), (i == 0 ? 1 : AGES[i - 1] + 1) + "\u2013" + AGES[i]);
            }
        }
        return new Bin(Integer.toString(AGES.length), words.say("report.age.more", AGES[AGES.length - 1]));
    }

    @Override
    public void rows(Sink sink) throws IOException {
        try {
            for (Category category : categories) {
                walk.each(category, today, (each, objection) -> add(category.category(), each, objection, sink));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void add(DataCategory category, AssessedRecord each, @Nullable String objection, Sink sink) {
        LocalDate eraseBy = each.verdict().lastDay();
        if (eraseBy == null ? !each.record().lost() : !today.isAfter(eraseBy)) {
            return;
        }
        String state = eraseBy == null ? "UNKNOWN" : each.outcome() == Outcome.HELD ? "KEPT" : "OVERDUE";
        try {
            sink.row(
                    category.id(),
                    key(category, each.record().key()),
                    each.verdict().due(),
                    eraseBy,
                    eraseBy != null && state.equals("OVERDUE") ? ChronoUnit.DAYS.between(eraseBy, today) : null,
                    objection != null ? "REVIEW" : each.outcome().name(),
                    objection != null ? objection : each.verdict().reason(),
                    state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key that is a word may name somebody: then its tag stands for it, as in the ledger. */
    private String key(DataCategory category, RecordKey key) {
        return key.number() ? key.text() : HexFormat.of().formatHex(tags.tag(category.id(), key.text()));
    }
}
