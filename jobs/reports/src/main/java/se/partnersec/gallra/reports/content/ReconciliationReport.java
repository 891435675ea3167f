package se.partnersec.gallra.reports.content;

import static se.partnersec.gallra.reports.table.ReportColumn.Place.BELOW;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.books.reconcile.Difference;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.books.reconcile.SeriesSum;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportChart;
import se.partnersec.gallra.reports.table.ReportChart.Bin;
import se.partnersec.gallra.reports.table.ReportColumn;

/** Sums of each series in each fiscal year, then every difference between billing and the books. */
final class ReconciliationReport implements Report {
    private static final String SUM = "SERIES_SUM";

    private final Reconciler reconciler;

    ReconciliationReport(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    @Override
    public String name() {
        return "reconciliation";
    }

    @Override
    public List<ReportColumn> columns() {
        return List.of(
                ReportColumn.code("difference", "difference."),
                ReportColumn.text("entity").at(BELOW),
                ReportColumn.text("fiscal_year").at(BELOW),
                ReportColumn.text("voucher"),
                ReportColumn.text("invoice"),
                ReportColumn.date("billed_on"),
                ReportColumn.number("billed_vouchers").at(BELOW),
                ReportColumn.amount("billed"),
                ReportColumn.date("booked_on"),
                ReportColumn.number("booked_vouchers").at(BELOW),
                ReportColumn.amount("booked"),
                ReportColumn.amount("difference_amount"),
                ReportColumn.date("last_day").at(BELOW));
    }

    @Override
    public Map<String, String> filters() {
        return Map.of();
    }

    @Override
    public List<ReportChart> charts() {
        return List.of(new ReportChart(
                "report.chart.difference",
                "report.column.difference",
                (cells, words) -> {
                    String kind = String.valueOf(cells[0]);
                    return kind.equals(SUM) ? null : new Bin(kind, words.code("difference.", kind));
                },
                cells -> 1));
    }

    @Override
    public void rows(Sink sink) throws IOException {
        Reconciliation found = reconciler.reconcile(Integer.MAX_VALUE);
        // Where all is of the entity without a code, the column says nothing.
        boolean several = Stream.concat(
                        found.sums().stream().map(SeriesSum::entity),
                        found.named().stream().map(Difference::entity))
                .anyMatch(entity -> entity != null && !FiscalYear.MAIN.equals(entity));
        for (SeriesSum sum : found.sums()) {
            sink.row(
                    SUM,
                    several ? sum.entity() : null,
                    year(sum),
                    sum.series(),
                    null,
                    null,
                    sum.billed(),
                    sum.billedOre(),
                    null,
                    sum.booked(),
                    sum.bookedOre(),
                    sum.bookedOre() - sum.billedOre(),
                    null);
        }
        for (Difference each : found.named()) {
            sink.row(
                    each.kind().name(),
                    several ? each.entity() : null,
                    null,
                    each.voucher(),
                    each.invoice(),
                    each.billedOn(),
                    null,
                    each.billedOre(),
                    each.bookedOn(),
                    null,
                    each.bookedOre(),
                    each.bookedOre() == null || each.billedOre() == null ? null : each.bookedOre() - each.billedOre(),
                    each.keptThrough());
        }
    }

    private static @Nullable String year(SeriesSum sum) {
        return sum.year() == null ? null : sum.year().text();
    }
}
