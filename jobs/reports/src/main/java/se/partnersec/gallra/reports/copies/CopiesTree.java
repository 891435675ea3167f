package se.partnersec.gallra.reports.copies;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What else may hold what was erased, as a certificate's file has it. */
public final class CopiesTree {
    private CopiesTree() {}

    public static Map<String, @Nullable Object> of(ResidualCopies copies) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("erasedOn", copies.day().toString());
        List<Map<String, @Nullable Object>> places = new ArrayList<>();
        for (ResidualCopies.Line line : copies.lines()) {
            LocalDate until = line.until();
            Map<String, @Nullable Object> place = new LinkedHashMap<>();
            place.put("place", line.place().name());
            place.put("name", line.name());
            place.put("source", line.source().name());
            place.put("state", line.state().name());
            place.put("until", until == null ? null : until.toString());
            place.put("detail", line.detail());
            places.add(place);
        }
        tree.put("places", places);
        List<Map<String, @Nullable Object>> differences = new ArrayList<>();
        for (ResidualCopies.Difference difference : copies.differences()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("place", difference.place().name());
            one.put("code", difference.code().name());
            one.put("declared", difference.declared());
            one.put("read", difference.read());
            differences.add(one);
        }
        tree.put("differences", differences);
        return tree;
    }
}
