package se.partnersec.gallra.reports.content;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.ErasedRecords;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportChart;
import se.partnersec.gallra.reports.table.ReportChart.Bin;
import se.partnersec.gallra.reports.table.ReportColumn;

/** What was erased or reduced, record by record, when, by which run and under which rules: the ledger's own words. */
final class ErasureReport implements Report {
    private final JdbcTemplate jdbc;
    private final Optional<DataCategory> only;
    private final LocalDate from;
    private final LocalDate to;

    /**
     * @param from first local day
     * @param to last local day
     */
    ErasureReport(JdbcTemplate jdbc, Optional<DataCategory> only, LocalDate from, LocalDate to) {
        this.jdbc = jdbc;
        this.only = only;
        this.from = from;
        this.to = to;
    }

    @Override
    public String name() {
        return "erasure";
    }

    @Override
    public List<ReportColumn> columns() {
        return List.of(
                ReportColumn.text("category"),
                ReportColumn.text("key"),
                ReportColumn.code("outcome", "outcome."),
                ReportColumn.date("due"),
                ReportColumn.time("erased_at"),
                ReportColumn.number("run"),
                ReportColumn.number("chunk"),
                ReportColumn.text("customer"),
                ReportColumn.text("user"),
                ReportColumn.text("policy"));
    }

    @Override
    public Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("--from", from.toString());
        filters.put("--to", to.toString());
        only.ifPresent(category -> filters.put("--category", category.id()));
        return filters;
    }

    @Override
    public List<ReportChart> charts() {
        return List.of(
                new ReportChart(
                        "report.chart.month",
                        "report.column.month",
                        (cells, words) -> cells[4] instanceof Instant at
                                ? bin(YearMonth.from(SwedishCalendar.localDate(at))
                                        .toString())
                                : null,
                        cells -> 1),
                new ReportChart(
                        "report.chart.category",
                        "report.column.category",
                        (cells, words) -> bin(String.valueOf(cells[0])),
                        cells -> 1));
    }

    private static Bin bin(String word) {
        return new Bin(word, word);
    }

    @Override
    public void rows(Sink sink) throws IOException {
        new ErasedRecords(jdbc)
                .each(
                        only,
                        SwedishCalendar.startOfDay(from),
                        SwedishCalendar.startOfDay(to.plusDays(1)),
                        item -> sink.row(
                                item.category(),
                                item.key(),
                                item.outcome().name(),
                                item.due(),
                                item.at(),
                                item.runId(),
                                item.seq(),
                                id(item.customer()),
                                id(item.user()),
                                item.policy()));
    }

    private static @Nullable String id(long id) {
        return id == 0 ? null : Long.toUnsignedString(id);
    }
}
