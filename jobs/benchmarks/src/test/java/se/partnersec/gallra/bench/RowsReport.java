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
    private final double least;

    /** @param least ratio of ours to the giant DELETE */
    RowsReport(Map<Way, List<WayFigures>> figures, double least) {
        this.figures = figures;
        this.least = least;
    }

    boolean print() {
        System.out.printf(
                Locale.ROOT,
                "%n| way | rows/s, median (min-max) | to the giant DELETE | server us/row | client us/row | longest wait of a hold, ms |"
                        + " inserts, updates p99, ms |%n|---|---|---|---|---|---|---|%n");
        figures.forEach((way, each) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.1f | %.1f | %.0f | %.1f |%n",
                way.words(),
                spread(each, WayFigures::rate).whole(),
                to("giant", way.name(), WayFigures::rate).map(Spread::fine).orElse("-"),
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
        bar(met, "rows to the giant DELETE", to("giant", "ours", WayFigures::rate), least, true);
        bar(met, "rows to pt-archiver's fastest mode", to("archiver", "ours", WayFigures::rate), 1.0, true);
        bar(met, "rows to pt-archiver row by row", to("archiver-safe", "ours", WayFigures::rate), 6, true);
        bar(met, "server time a row to the giant DELETE", to("giant", "ours", WayFigures::cpu), 1.5, false);
        bar(met, "longest wait of a hold to the giant DELETE", to("giant", "ours", WayFigures::hold), 0.1, false);
        bar(met, "p99 of inserts and updates to pt-archiver", to("archiver", "ours", WayFigures::p99), 1.1, false);
        return met.stream().allMatch(each -> each);
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
