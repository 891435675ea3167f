package se.partnersec.gallra.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of {@code scripts/bench objects}, and whether its bars are met; ratios are of the same round. */
record ObjectsReport(long objects, String server, Map<ObjectWay, List<Double>> seconds) {
    private static final Map<String, Double> BARS = Map.of("bare", 0.8, "rclone", 1.5);

    boolean print() {
        List<Double> ours = seconds.entrySet().stream()
                .filter(each -> each.getKey().name().equals("ours"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
        boolean[] met = {true};
        List<String> verdicts = new ArrayList<>();
        System.out.printf(
                Locale.ROOT,
                "%n%,d objects on %s%n%n| way | objects/s, median of %d (min-max) | ours to it |%n|---|---|---|%n",
                objects,
                server,
                ours.isEmpty() ? seconds.values().iterator().next().size() : ours.size());
        seconds.forEach((way, took) -> {
            Spread rate = Spread.of(took.stream().map(s -> objects / s).toList());
            boolean compared = !way.name().equals("ours") && !ours.isEmpty();
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; compared && i < took.size(); i++) {
                ratios.add(took.get(i) / ours.get(i));
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s |%n",
                    way.words(),
                    rate.whole(),
                    compared ? Spread.of(ratios).fine() : "");
            Double bar = BARS.get(way.name());
            if (compared && bar != null) {
                double ratio = Spread.of(ratios).median();
                met[0] &= ratio >= bar;
                verdicts.add(String.format(
                        Locale.ROOT,
                        "%s ours to %s: %.2f (bar %.2f)",
                        ratio >= bar ? "ok  " : "MISS",
                        way.name(),
                        ratio,
                        bar));
            }
        });
        System.out.println();
        verdicts.forEach(System.out::println);
        return met[0];
    }
}
