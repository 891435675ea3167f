package se.partnersec.gallra.holds.hold;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.ScopeType;

/**
 * What became of a file of holds.
 *
 * @param placed how many
 * @param skipped how many were active already, or stood in the file before, word for word
 */
public record HoldImport(int placed, int skipped) {

    /** Those of the file to place, each once. */
    static List<NewHold> fresh(Collection<NewHold> wanted, HoldRepository register, LocalDate today) {
        Set<List<@Nullable Object>> there = new HashSet<>();
        wanted.stream()
                .collect(Collectors.groupingBy(
                        hold -> hold.scope().kind(),
                        Collectors.mapping(hold -> hold.scope().key(), Collectors.toSet())))
                .forEach((ScopeType kind, Set<String> keys) -> register.on(kind, keys).stream()
                        .filter(placed -> active(placed, today))
                        .forEach(placed -> there.add(words(placed))));
        List<NewHold> fresh = new ArrayList<>();
        for (NewHold hold : new LinkedHashSet<>(wanted)) {
            if (there.add(words(hold))) {
                fresh.add(hold);
            }
        }
        return fresh;
    }

    private static boolean active(PlacedHold placed, LocalDate today) {
        return placed.hold().releasedAt() == null
                && (placed.hold().until() == null || !placed.hold().until().isBefore(today));
    }

    private static List<@Nullable Object> words(PlacedHold placed) {
        return Arrays.asList(
                placed.hold().type(),
                placed.scope().kind(),
                placed.scope().key(),
                placed.category(),
                placed.hold().until(),
                placed.hold().reviewBy(),
                placed.legalBasis(),
                placed.reason());
    }

    private static List<@Nullable Object> words(NewHold hold) {
        return Arrays.asList(
                hold.type(),
                hold.scope().kind(),
                hold.scope().key(),
                hold.category(),
                hold.until(),
                hold.reviewBy(),
                hold.legalBasis(),
                hold.reason());
    }
}
