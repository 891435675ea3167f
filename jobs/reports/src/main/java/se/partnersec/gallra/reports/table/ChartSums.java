package se.partnersec.gallra.reports.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums of the bars of a report, row by row: the same for paper, for a page of the web console and for JSON. */
final class ChartSums {
    private final Messages wording;
    private final Map<ReportChart, Map<String, SummedChart.Bar>> sums = new LinkedHashMap<>();

    ChartSums(List<ReportChart> charts, Messages wording) {
        this.wording = wording;
        charts.forEach(chart -> sums.put(chart, new TreeMap<>()));
    }

    void row(@Nullable Object[] cells) {
        sums.forEach((chart, bars) -> {
            ReportChart.Bin bin = chart.bar().apply(cells, wording);
            if (bin != null) {
                long value = chart.value().applyAsLong(cells);
                ReportChart.Part part = chart.part();
                bars.merge(
                        bin.order(),
                        new SummedChart.Bar(
                                bin.text(), value, part != null && part.of().test(cells) ? value : 0),
                        (one, more) -> new SummedChart.Bar(
                                one.label(), one.records() + more.records(), one.part() + more.part()));
            }
        });
    }

    /** Charts that have bars. */
    List<SummedChart> charts() {
        return sums.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> {
                    ReportChart.Part part = each.getKey().part();
                    return new SummedChart(
                            wording.say(each.getKey().title()),
                            wording.say(each.getKey().label()),
                            part == null ? null : wording.say(part.label()),
                            List.copyOf(each.getValue().values()));
                })
                .toList();
    }
}
