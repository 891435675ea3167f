package se.partnersec.gallra.bench;

import java.util.List;
import java.util.Locale;

/** A figure measured several times. */
record Spread(double median, double min, double max) {
    static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int n = sorted.size();
        double median = n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(n - 1));
    }

    /** The figure that so many in a hundred do not exceed. */
    static double percentile(List<Double> figures, int percent) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    String whole() {
        return String.format(Locale.ROOT, "%,.0f (%,.0f-%,.0f)", median, min, max);
    }

    String fine() {
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, min, max);
    }
}
