package se.partnersec.gallra.runs.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.batch.core.repository.ExecutionContextSerializer;
import org.springframework.batch.core.repository.dao.DefaultExecutionContextSerializer;

/** What the job's account may write into a context is read as text, numbers and truth values, or not at all. */
class ContextSerializerTest {
    private static final Map<String, Object> UNREADABLE = Map.of("gallra.unreadable", true);

    private final ContextSerializer serializer = new ContextSerializer();

    @Test
    void reads_what_it_wrote() throws IOException {
        Map<String, Object> context = Map.of(
                "after",
                "chat \"7\" åäö 😀 \\ \n",
                "least",
                Long.MIN_VALUE,
                "most",
                Long.MAX_VALUE,
                "seen",
                true,
                "",
                "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serializer.serialize(context, out);
        assertThat(read(out.toByteArray())).isEqualTo(context);
        assertThat(read("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void writes_nothing_else() {
        for (Object value : List.of(1, 1.5, LocalDate.EPOCH, List.of(), Map.of(), new byte[0])) {
            assertThatThrownBy(() -> serializer.serialize(Map.of("x", value), new ByteArrayOutputStream()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'x'");
        }
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void reads_what_is_foreign_as_unreadable_and_never_fails(String text) throws IOException {
        assertThat(read(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(UNREADABLE);
    }

    static Stream<String> foreign() throws IOException {
        return Stream.of(
                "",
                "x",
                "null",
                "[]",
                "{",
                "{} {}",
                "{\"a\":1.5}",
                "{\"a\":null}",
                "{\"a\":[1]}",
                "{\"a\":{\"b\":1}}",
                "{\"a\":1,\"a\":2}",
                "{\"left\":7}",
                "{\"missed\":\"x\"}",
                "{\"left-behind\":true}",
                "{\"page.after\":7}",
                "{\"a\":9223372036854775808}",
                "{\"@class\":[\"java.util.HashMap\",{}]}",
                "{\"a\":".repeat(20_000),
                "[".repeat(60_000),
                "{\"a\":\"" + "x".repeat(70_000) + "\"}",
                java(new File("/etc/passwd")),
                java(new HashSet<>(Map.of("a", 1L).entrySet().stream()
                        .map(Map.Entry::getKey)
                        .toList())),
                bomb(30));
    }

    @Test
    void bytes_that_are_no_text_are_unreadable() throws IOException {
        assertThat(read(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5})).isEqualTo(UNREADABLE);
    }

    /** The control: Spring Batch's own reader makes objects of it, and each level doubles its time. */
    @Test
    void the_reader_of_spring_batch_would_be_kept_busy() throws IOException {
        byte[] bomb = bomb(25).getBytes(StandardCharsets.UTF_8);
        long began = System.nanoTime();
        read(bomb);
        Duration ours = Duration.ofNanos(System.nanoTime() - began);
        began = System.nanoTime();
        ExecutionContextSerializer theirs = new DefaultExecutionContextSerializer();
        theirs.deserialize(new ByteArrayInputStream(bomb));
        Duration others = Duration.ofNanos(System.nanoTime() - began);
        assertThat(others).isGreaterThan(ours.multipliedBy(10)).isGreaterThan(Duration.ofMillis(200));
    }

    private Map<String, Object> read(byte[] bytes) throws IOException {
        return serializer.deserialize(new ByteArrayInputStream(bytes));
    }

    /** Sets in sets, whose hash takes twice as long with each level. */
    private static String bomb(int levels) throws IOException {
        Set<Object> root = new HashSet<>();
        Set<Object> one = root;
        Set<Object> two = new HashSet<>();
        for (int i = 0; i < levels; i++) {
            Set<Object> next = new HashSet<>();
            Set<Object> other = new HashSet<>();
            next.add("x");
            one.add(next);
            one.add(other);
            two.add(next);
            two.add(other);
            one = next;
            two = other;
        }
        return java(Map.of("set", root));
    }

    private static String java(Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(value instanceof Map<?, ?> map ? new java.util.HashMap<>(map) : value);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
