package se.partnersec.gallra.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The table of ratios, a picture of it, and the bars. */
final class RowsReport {
    private static final int WIDEST = 40;

    private final Map<Way, List<WayFigures>> figures;
    private final RowsBars bars;

    RowsReport(Map<Way, List<WayFigures>> figures, RowsBars bars) {
        this.figures = figures;
        this.bars = bars;
    }

    boolean print() {
        System.out.printf(
                Locale.ROOT,
                "%n| way | rows/s, median (min-max) | to the giant DELETE | whole command, rows/s | first rows gone after, s | server us/row | client us/row | longest wait of a hold, ms |"
                        + " inserts, updates p99, ms |%n|---|---|---|---|---|---|---|---|---|%n");
        figures.forEach((way, each) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %.1f | %.1f | %.0f | %.1f |%n",
                way.words(),
                spread(each, WayFigures::rate).whole(),
                to("giant", way.name(), WayFigures::rate).map(Spread::fine).orElse("-"),
                spread(each, WayFigures::whole).whole(),
                Double.isNaN(spread(each, WayFigures::first).median())
                        ? "-"
                        : spread(each, WayFigures::first).fine(),
                spread(each, WayFigures::cpu).median(),
                spread(each, WayFigures::client).median(),
                spread(each, WayFigures::hold).median(),
                spread(each, WayFigures::p99).median()));
        picture();
        return bars();
    }

    private void picture() {
        double most = figures.values().stream()
                .mapToDouble(each -> spread(each, WayFigures::rate).median())
                .max()
                .orElse(1);
        System.out.println();
        figures.forEach((way, each) -> {
            double rate = spread(each, WayFigures::rate).median();
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %s %,.0f%n",
                    way.name(),
                    "#".repeat(Math.max(1, (int) Math.round(rate / most * WIDEST))),
                    rate);
        });
        System.out.println();
    }

    private boolean bars() {
        List<Boolean> met = new ArrayList<>();
        bar(
                met,
                "whole command to pt-archiver's fastest mode",
                to("archiver", "ours", WayFigures::whole),
                bars.archiver(),
                true);
        bar(met, "dispose step to the giant DELETE", to("giant", "ours", WayFigures::rate), bars.giant(), true);
        bar(met, "dispose step to pt-archiver row by row", to("archiver-safe", "ours", WayFigures::rate), 6, true);
        bar(met, "server time a row to the giant DELETE", to("giant", "ours", WayFigures::cpu), bars.server(), false);
        bar(met, "client time a row, us", own(WayFigures::client), bars.client(), false);
        bar(met, "first rows gone after, s", own(WayFigures::first), bars.first(), false);
        bar(
                met,
                "longest wait of a hold to the giant DELETE",
                to("giant", "ours", WayFigures::hold),
                bars.hold(),
                false);
        bar(
                met,
                "p99 of inserts and updates to pt-archiver",
                to("archiver", "ours", WayFigures::p99),
                bars.others(),
                false);
        return met.stream().allMatch(each -> each);
    }

    private Optional<Spread> own(ToDoubleFunction<WayFigures> figure) {
        List<WayFigures> mine = of("ours");
        return mine.isEmpty() ? Optional.empty() : Optional.of(spread(mine, figure));
    }

    private static void bar(List<Boolean> met, String what, Optional<Spread> ratio, double bar, boolean least) {
        ratio.ifPresent(each -> {
            boolean passes = least ? each.median() >= bar : each.median() <= bar;
            met.add(passes);
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: %s (bar %s %.2f)%n",
                    passes ? "ok  " : "MISS",
                    what,
                    each.fine(),
                    least ? "at least" : "at most",
                    bar);
        });
    }

    /** Ratios of one way to another, round by round; empty where one was not measured. */
    private Optional<Spread> to(String anchor, String way, ToDoubleFunction<WayFigures> figure) {
        List<WayFigures> mine = of(way);
        List<WayFigures> theirs = of(anchor);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            ratios.add(figure.applyAsDouble(mine.get(i)) / figure.applyAsDouble(theirs.get(i)));
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }

    private List<WayFigures> of(String name) {
        return figures.entrySet().stream()
                .filter(each -> each.getKey().name().equals(name))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(List.of());
    }

    private static Spread spread(List<WayFigures> each, ToDoubleFunction<WayFigures> figure) {
        return Spread.of(each.stream().map(figure::applyAsDouble).toList());
    }
}
