package se.partnersec.gallra.reports.content;

import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.planning.forecast.Forecast;
import se.partnersec.gallra.planning.forecast.Forecaster;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportChart;
import se.partnersec.gallra.reports.table.ReportChart.Bin;
import se.partnersec.gallra.reports.table.ReportColumn;

/** What falls due on which day, and what holds let go, by the rules as they would decide on that day. */
final class ForecastReport implements Report {
    private static final int CATEGORY = 0;
    private static final int WHAT = 1;
    private static final int DAY = 2;
    private static final int OUTCOME = 3;
    private static final ToLongFunction<@Nullable Object[]> RECORDS = cells -> cells[5] instanceof Long n ? n : 0;

    private final Forecaster forecaster;
    private final List<Category> categories;
    private final int months;

    ForecastReport(Forecaster forecaster, List<Category> categories, int months) {
        this.forecaster = forecaster;
        this.categories = List.copyOf(categories);
        this.months = months;
    }

    @Override
    public String name() {
        return "forecast";
    }

    @Override
    public List<ReportColumn> columns() {
        return List.of(
                ReportColumn.text("category"),
                ReportColumn.code("what", "report.forecast."),
                ReportColumn.date("day"),
                ReportColumn.code("outcome", "report.becomes."),
                ReportColumn.code("reason", "reason."),
                ReportColumn.number("records"));
    }

    @Override
    public Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("--months", Integer.toString(months));
        filters.put(
                "--category",
                categories.stream().map(each -> each.category().id()).collect(Collectors.joining(",")));
        return filters;
    }

    @Override
    public List<ReportChart> charts() {
        return List.of(
                new ReportChart(
                        "report.chart.month",
                        "report.column.month",
                        (cells, words) -> month(cells),
                        RECORDS,
                        new ReportChart.Part(
                                "report.chart.kept-today",
                                cells -> Forecast.What.RELEASED.name().equals(cells[WHAT]))),
                new ReportChart(
                        "report.chart.category",
                        "report.column.category",
                        (cells, words) -> month(cells) == null ? null : bin(cells[CATEGORY]),
                        RECORDS),
                new ReportChart(
                        "report.chart.what",
                        "report.column.what",
                        (cells, words) -> what(String.valueOf(cells[WHAT]), words),
                        RECORDS));
    }

    /** Only what a run takes; the rest has no month. */
    private static @Nullable Bin month(@Nullable Object[] cells) {
        return cells[OUTCOME] != null && cells[DAY] instanceof LocalDate day ? bin(YearMonth.from(day)) : null;
    }

    private static Bin bin(@Nullable Object word) {
        return new Bin(String.valueOf(word), String.valueOf(word));
    }

    private static Bin what(String code, Messages words) {
        return new Bin(Integer.toString(Forecast.What.valueOf(code).ordinal()), words.code("report.forecast.", code));
    }

    @Override
    public void rows(Sink sink) throws IOException {
        for (Category category : categories) {
            Forecast forecast = forecaster.look(category, months);
            for (Forecast.Line line : forecast.lines()) {
                sink.row(
                        forecast.category().id(),
                        line.what().name(),
                        line.day(),
                        line.becomes() == null ? null : line.becomes().name(),
                        line.reason(),
                        line.records());
            }
        }
    }
}
