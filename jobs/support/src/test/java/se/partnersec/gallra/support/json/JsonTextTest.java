package se.partnersec.gallra.support.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pins every byte of both forms: a certificate whose text differs by one letter is void. */
class JsonTextTest {
    private static Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> block = new LinkedHashMap<>();
        block.put("empty", Map.of());
        block.put("none", List.of());
        block.put("null", null);
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("z", "last name first");
        tree.put("block", block);
        tree.put("list", Arrays.asList(1L, true, false, null, "b", List.of(List.of()), Map.of("in", List.of(2L))));
        tree.put("long", List.of(Long.MAX_VALUE, Long.MIN_VALUE, 0L));
        return tree;
    }

    private static Map<String, @Nullable Object> texts() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("short", "\b\t\n\f\r");
        tree.put("control", "\0\u0001\u000b\u001a\u001f");
        tree.put("quoted", "\"\\/'");
        tree.put("plain", "\u007f\u0080\u00a0åäöÅÄÖ\u2028\u2029\ufeff😀");
        tree.put("å\n\"\\", "");
        return tree;
    }

    @Test
    void a_document_has_an_entry_a_line() {
        assertThat(JsonText.document(tree())).isEqualTo("""
                        {
                          "z": "last name first",
                          "block": {
                            "empty": {},
                            "none": [],
                            "null": null
                          },
                          "list": [
                            1,
                            true,
                            false,
                            null,
                            "b",
                            [
                              []
                            ],
                            {
                              "in": [
                                2
                              ]
                            }
                          ],
                          "long": [
                            9223372036854775807,
                            -9223372036854775808,
                            0
                          ]
                        }
                        """);
        assertThat(JsonText.document(Map.of())).isEqualTo("{}\n");
    }

    @Test
    void a_document_escapes_quotes_backslashes_and_control_characters_by_number_and_nothing_else() {
        assertThat(JsonText.document(texts()))
                .isEqualTo("{\n"
                        + "  \"short\": \"\\u0008\\u0009\\u000a\\u000c\\u000d\",\n"
                        + "  \"control\": \"\\u0000\\u0001\\u000b\\u001a\\u001f\",\n"
                        + "  \"quoted\": \"\\\"\\\\/'\",\n"
                        + "  \"plain\": \"\u007f\u0080\u00a0åäöÅÄÖ\u2028\u2029\ufeff😀\",\n"
                        + "  \"å\\u000a\\\"\\\\\": \"\"\n"
                        + "}\n");
    }

    @Test
    void a_line_has_no_space_and_no_end() {
        assertThat(JsonText.line(tree()))
                .isEqualTo("{\"z\":\"last name first\",\"block\":{\"empty\":{},\"none\":[],\"null\":null},"
                        + "\"list\":[1,true,false,null,\"b\",[[]],{\"in\":[2]}],"
                        + "\"long\":[9223372036854775807,-9223372036854775808,0]}");
        assertThat(JsonText.line(Map.of())).isEqualTo("{}");
    }

    @Test
    void a_line_escapes_control_characters_by_letter_where_there_is_one() {
        assertThat(JsonText.line(texts()))
                .isEqualTo("{\"short\":\"\\b\\t\\n\\f\\r\","
                        + "\"control\":\"\\u0000\\u0001\\u000B\\u001A\\u001F\","
                        + "\"quoted\":\"\\\"\\\\/'\","
                        + "\"plain\":\"\u007f\u0080\u00a0åäöÅÄÖ\u2028\u2029\ufeff😀\","
                        + "\"å\\n\\\"\\\\\":\"\"}");
    }

    @Test
    void a_line_takes_numbers_of_any_size_and_a_document_only_those_that_are_read_back() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("key", new BigInteger("18446744073709551615"));
        row.put("amount", new BigDecimal("-1250.00"));
        assertThat(JsonText.line(row)).isEqualTo("{\"key\":18446744073709551615,\"amount\":-1250.00}");
        for (Object value : List.<Object>of(BigInteger.TEN, BigDecimal.TEN, 1, 1.5, 'c')) {
            assertThatThrownBy(() -> JsonText.document(Map.of("a", value)))
                    .as(value.getClass().getSimpleName())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("no such value in this JSON");
        }
        assertThatThrownBy(() -> JsonText.line(Map.of("a", 1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_is_written_is_read_back() {
        for (Map<String, @Nullable Object> each : List.of(tree(), texts())) {
            assertThat(JsonText.read(JsonText.document(each))).isEqualTo(each);
            assertThat(JsonText.read(JsonText.line(each))).isEqualTo(each);
        }
    }

    @Test
    void rows_come_on_lines_of_their_own_within_one_block() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonRows rows = new JsonRows(out)) {
            rows.begin(Map.of("schema", "s/1"), "rows");
            rows.row(Map.of("amount", new BigDecimal("1250.00")));
            rows.row(Map.of("text", "å\n"));
            rows.end(Map.of("rowCount", 2L));
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        {"schema":"s/1","rows":[
                        {"amount":1250.00}
                        ,{"text":"å\\n"}],"rowCount":2}
                        """);
    }

    @Test
    void a_full_disk_is_an_error_of_the_disk_wherever_it_shows() throws IOException {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        JsonRows rows = new JsonRows(full);
        rows.begin(Map.of(), "rows");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        rows.row(Map.of("number", (long) i));
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        JsonRows few = new JsonRows(full);
        few.begin(Map.of(), "rows");
        assertThatThrownBy(few::close).isInstanceOf(IOException.class).hasMessage("No space left on device");
    }
}
