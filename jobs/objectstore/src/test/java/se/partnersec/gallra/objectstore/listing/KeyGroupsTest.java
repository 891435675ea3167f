package se.partnersec.gallra.objectstore.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyGroupsTest {
    @Test
    void keys_of_a_few_folders_are_looked_up_folder_by_folder() {
        TreeSet<String> keys = numbered(400, 1400, "calls/%02d/samtal-%06d.wav", 500);
        assertThat(prefixes(keys))
                .containsExactly("calls/00/samtal-0004", "calls/01/samtal-000", "calls/02/samtal-001");
    }

    @Test
    void keys_that_share_little_stay_together() {
        TreeSet<String> keys = new TreeSet<>();
        IntStream.range(0, 1000).forEach(i -> keys.add("calls/" + Integer.toHexString(i * 0x9E3779B1)));
        assertThat(prefixes(keys)).containsExactly("calls/");
    }

    @Test
    void every_key_is_in_one_group_and_begins_as_its_group_does() {
        TreeSet<String> keys = numbered(0, 2500, "a/%d/%d", 900);
        keys.addAll(List.of("a", "a/", "a/1", "a/1/", "b\uD83D\uDE00x", "b\uD83D\uDE01x"));
        List<String> all = new ArrayList<>();
        for (List<String> group : KeyLookup.KeyGroups.of(List.copyOf(keys))) {
            String prefix = KeyLookup.KeyGroups.commonPrefix(group);
            assertThat(group).allMatch(key -> key.startsWith(prefix));
            all.addAll(group);
        }
        assertThat(all).containsExactlyElementsOf(keys);
        assertThat(KeyLookup.KeyGroups.of(List.of())).isEmpty();
    }

    @Test
    void parts_go_by_the_next_character_and_cut_none_in_two() {
        TreeSet<String> keys = new TreeSet<>(List.of("k", "k1", "k2", "k2x", "k\uD83D\uDE00", "k\uD83D\uDE01"));
        assertThat(KeyLookup.KeyGroups.parts(List.copyOf(keys)))
                .extracting(part -> String.join(" ", part))
                .containsExactly("k", "k1", "k2 k2x", "k\uD83D\uDE00", "k\uD83D\uDE01");
    }

    private static List<String> prefixes(TreeSet<String> keys) {
        return KeyLookup.KeyGroups.of(List.copyOf(keys)).stream()
                .map(KeyLookup.KeyGroups::commonPrefix)
                .toList();
    }

    private static TreeSet<String> numbered(int from, int to, String format, int folder) {
        TreeSet<String> keys = new TreeSet<>();
        IntStream.range(from, to).forEach(i -> keys.add(String.format(format, i / folder, i)));
        return keys;
    }
}
