package se.partnersec.gallra.planning.proposal;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A proposal held against the true mapping.
 *
 * @param right keys of the true mapping that the proposal has with the same value
 * @param of keys of the true mapping
 * @param unmarked keys that the proposal has right, in lines without a mark
 * @param missed keys of the true mapping that the proposal does not have
 * @param wrongUnmarked keys of the proposal that the true mapping does not have, in lines without a mark
 * @param wrong all keys of the proposal that the true mapping does not have
 */
record MappingScore(
        int right, int of, int unmarked, List<String> missed, List<String> wrongUnmarked, List<String> wrong) {
    static MappingScore of(String proposal, String truth) {
        Map<String, Integer> proposed = MappingKeys.of(proposal).all();
        Map<String, Integer> known = MappingKeys.of(truth).all();
        String[] lines = proposal.split("\n", -1);
        List<String> right =
                known.keySet().stream().filter(proposed::containsKey).toList();
        List<String> wrong = proposed.keySet().stream()
                .filter(key -> !known.containsKey(key))
                .toList();
        return new MappingScore(
                right.size(),
                known.size(),
                (int) right.stream()
                        .filter(key -> !marked(lines, Objects.requireNonNull(proposed.get(key))))
                        .count(),
                known.keySet().stream()
                        .filter(key -> !proposed.containsKey(key))
                        .toList(),
                wrong.stream()
                        .filter(key -> !marked(lines, Objects.requireNonNull(proposed.get(key))))
                        .toList(),
                wrong);
    }

    private static boolean marked(String[] lines, int line) {
        return lines[line - 1].matches(".*#\\s*(TODO|CHECK)\\b.*");
    }

    double part() {
        return (double) right / of;
    }

    @Override
    public String toString() {
        return "%d of %d keys right (%.1f %%), %d of them unmarked; %d proposed keys wrong, %d of them unmarked"
                .formatted(right, of, part() * 100, unmarked, wrong.size(), wrongUnmarked.size());
    }
}
