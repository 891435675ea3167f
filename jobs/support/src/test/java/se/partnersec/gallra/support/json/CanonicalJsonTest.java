package se.partnersec.gallra.support.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    /** The example of RFC 8785, section 3.2.2, without its number of fractions. */
    @Test
    void writes_the_example_of_the_standard() {
        Map<String, @Nullable Object> tree = JsonText.read(
                "{\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\", \"literals\": [null, true, false], \"numbers\": [3, -7]}");
        assertThat(CanonicalJson.of(tree))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[3,-7],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /** The example of RFC 8785, section 3.2.3. */
    @Test
    void sorts_names_by_their_code_units() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (String name : List.of("\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6")) {
            tree.put(name, "x");
        }
        assertThat(CanonicalJson.of(tree))
                .isEqualTo("{\"\\r\":\"x\",\"1\":\"x\",\"\u0080\":\"x\",\"\u00f6\":\"x\",\"\u20ac\":\"x\","
                        + "\"\ud83d\ude00\":\"x\",\"\ufb33\":\"x\"}");
    }

    @Test
    void the_last_number_with_an_exact_form_is_written_and_the_next_refused() {
        assertThat(CanonicalJson.of(Map.of("n", 9007199254740991L))).isEqualTo("{\"n\":9007199254740991}");
        assertThatThrownBy(() -> CanonicalJson.of(Map.of("n", 9007199254740992L)))
                .hasMessageContaining("no exact form");
        assertThatThrownBy(() -> CanonicalJson.of(Map.of("n", List.of(Map.of("m", -9007199254740992L)))))
                .hasMessageContaining("no exact form");
    }
}
