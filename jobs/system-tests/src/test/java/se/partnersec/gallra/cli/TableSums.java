package se.partnersec.gallra.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import se.partnersec.gallra.testing.Workplace;

/** A sum of each table, the suite's and the business's: what was written to shows in them. */
final class TableSums {
    private final Workplace work;
    private final Map<String, String> before;

    TableSums(Workplace work) {
        this.work = work;
        before = now();
    }

    /** The tables that differ from what they were. */
    List<String> changed() {
        Map<String, String> after = now();
        return after.keySet().stream()
                .filter(table -> !Objects.equals(after.get(table), before.get(table)))
                .toList();
    }

    private Map<String, String> now() {
        Map<String, String> sums = new TreeMap<>();
        for (String schema : List.of(work.schemas().suite(), work.schemas().business())) {
            work.admin()
                    .queryForList(
                            "SELECT table_name FROM information_schema.tables WHERE table_schema = ?"
                                    + " AND table_type = 'BASE TABLE'",
                            String.class,
                            schema)
                    .forEach(table -> sums.put(
                            schema + "." + table,
                            String.valueOf(work.admin()
                                    .queryForMap("CHECKSUM TABLE `" + schema + "`.`" + table + "`")
                                    .get("Checksum"))));
        }
        return sums;
    }
}
