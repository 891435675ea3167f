package se.partnersec.gallra.support.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** There is one way to write a certificate, and whatever is written otherwise is none. */
class JsonTreeTest {
    private static Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("z", "å\u2028\"\\\n\t\u0001");
        tree.put("a", List.of(1L, -5L, true, Map.of("b", List.of())));
        tree.put("n", null);
        return tree;
    }

    @Test
    void is_read_back_as_it_was_written() {
        String text = JsonText.document(tree());
        assertThat(JsonTree.read(text)).isEqualTo(tree());
        assertThat(JsonText.document(JsonTree.read(text))).isEqualTo(text);
        assertThat(text).startsWith("{\n  \"z\": \"å");
    }

    @Test
    void no_byte_can_be_changed_without_changing_what_it_says_or_being_refused() {
        String text = JsonText.document(tree());
        for (int i = 0; i < text.length(); i++) {
            for (String other : List.of(" ", "0", "x", "")) {
                String changed = text.substring(0, i) + other + text.substring(i + 1);
                if (changed.equals(text)) {
                    continue;
                }
                try {
                    assertThat(JsonTree.read(changed)).as(changed).isNotEqualTo(tree());
                } catch (IllegalArgumentException refused) {
                    assertThat(refused.getMessage()).startsWith("it ");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{}", "{\n  \"a\": 1,\n  \"a\": 1\n}\n", "{\n  \"a\": 1.5\n}\n", "{\n  \"a\": 01\n}\n"
            })
    void what_we_do_not_write_is_refused(String text) {
        assertThatThrownBy(() -> JsonTree.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_first_difference_is_named() {
        assertThat(JsonTree.difference("t", tree(), tree())).isNull();
        assertThat(JsonTree.difference("t", Map.of("a", List.of(1L, 2L)), Map.of("a", List.of(1L, 3L))))
                .isEqualTo(new JsonTree.Difference("t.a[1]", "2", "3"));
        assertThat(JsonTree.difference("t", Map.of("a", List.of(1L)), Map.of("a", List.of())))
                .isEqualTo(new JsonTree.Difference("t.a[0]", "1", "-"));
        assertThat(JsonTree.difference("t", Map.of(), Map.of("b", Map.of())))
                .isEqualTo(new JsonTree.Difference("t.b", "-", "…"));
    }
}
