package se.partnersec.gallra.canary;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** Sixty personal values of those who were erased, and twenty of those who were reduced, are nowhere afterwards. */
@Tag("once")
@Tag("full")
class CanaryIT {
    private static final List<Canary> ERASED =
            Stream.of(1, 2, 3, 4, 5, 6).map(Canary::of).toList();
    private static final List<Canary> REDUCED = Stream.of(7, 8).map(Canary::of).toList();
    private static final List<Canary> HELD = Stream.of(9, 10).map(Canary::of).toList();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    private final Places places = new Places();

    @Test
    void finds_nothing_of_those_who_are_gone_and_everything_of_those_who_are_held() throws IOException {
        try (Workplace work = new Workplace(4, Scene::withPeriods)) {
            LocalDate today = work.today();
            plant(work, today);
            runAll(work, today);
            ask(work);
            places.addTables(work);
            places.addBucket(work);
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    places.add("file " + file.getFileName(), Files.readAllBytes(file));
                }
            }
        }
        List<String> gone = values(ERASED);
        assertThat(gone).hasSize(60);
        gone.addAll(values(REDUCED));
        assertThat(places.names()).contains("ledger_chunk", "BATCH_JOB_EXECUTION", "bucket", "log", "metrics");
        assertThat(places.find(gone)).isEmpty();
        // Whoever looks must be seen to find.
        Map<String, ?> kept = places.find(values(HELD));
        assertThat(kept.keySet()).containsExactlyInAnyOrderElementsOf(values(HELD));
        assertThat(places.find(List.of(HELD.get(0).said())).values())
                .allSatisfy(found -> assertThat(found).contains("bucket", "call_transcript.body", "chat_message.body"));
    }

    /** Error texts of a database quote rows; sixty of them, each with an address, go no further. */
    @Test
    void finds_nothing_of_what_a_database_quotes_when_it_refuses() throws IOException {
        List<String> quoted = new ArrayList<>();
        try (Workplace work = new Workplace(20)) {
            LocalDate today = work.today();
            work.customer(1);
            for (int id = 1; id <= 60; id++) {
                String address = "2001:db8:ca:" + id + "::7c" + id;
                quoted.add(address);
                work.insert(
                        "ip_log",
                        "id, seen_at, customer_id, service, address",
                        id,
                        today.minusYears(1).atTime(9, 0),
                        1,
                        "mail",
                        address);
            }
            work.change(
                    "sources.yml",
                    text -> text.replace("    table: ip_log\n", "    table: ip_log\n    triggers: accepted\n"));
            work.schemas()
                    .database()
                    .execute(
                            work.schemas().business(),
                            "CREATE TRIGGER quotes BEFORE DELETE ON ip_log FOR EACH ROW BEGIN DECLARE said VARCHAR(120);"
                                    + " SET said = CONCAT('Duplicate entry ''', OLD.address, ''' for key ''who''');"
                                    + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = said; END");
            overheard(() ->
                    assertThat(work.run(Scene.IPS.category(), today).exit()).isNotEqualTo(ExitCode.DONE));
            Program gallra = Program.at(work, home);
            for (String question : List.of("status", "runs show 1", "runs list", "run ip-logs", "ledger verify")) {
                Answer answer = gallra.run(question);
                places.add("gallra " + question, answer.out() + answer.err());
            }
            places.addTables(work);
        }
        Map<String, TreeSet<String>> found = places.find(quoted);
        // They are still where they were, so whoever looks is seen to find.
        assertThat(found).hasSize(60);
        assertThat(found.values()).allSatisfy(where -> assertThat(where).containsExactly("ip_log.address"));
        assertThat(places.names()).contains("BATCH_STEP_EXECUTION", "finding", "log");
    }

    @Test
    void sees_through_every_disguise() {
        String value = HELD.get(0).phone();
        for (String disguise : List.of(
                "tel:" + value,
                value.substring(1),
                "0" + value.substring(3),
                java.util.HexFormat.of().formatHex(value.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                java.util.Base64.getEncoder()
                        .encodeToString(("x" + value + "y").getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                org.springframework.util.DigestUtils.md5DigestAsHex(
                        value.getBytes(java.nio.charset.StandardCharsets.UTF_8)))) {
            Places one = new Places();
            one.add("here", disguise);
            assertThat(one.find(List.of(value))).as(disguise).containsKey(value);
        }
        Places other = new Places();
        other.add("here", "tel:+46701740605");
        assertThat(other.find(List.of(value))).isEmpty();
    }

    private static List<String> values(List<Canary> canaries) {
        return new ArrayList<>(
                canaries.stream().flatMap(each -> each.values().stream()).toList());
    }

    private static void plant(Workplace work, LocalDate today) {
        work.customer(1);
        work.insert(
                "contract",
                "customer_id, start_on, end_on, status",
                1,
                today.minusYears(9),
                today.minusYears(3),
                "ENDED");
        work.insert(
                "marketing_consent",
                "customer_id, given_at, withdrawn_at",
                1,
                today.minusYears(4).atStartOfDay(),
                today.minusYears(1).atStartOfDay());
        ERASED.forEach(each -> each.plant(work, today, false));
        REDUCED.forEach(each -> each.plant(work, today, true));
        for (Canary each : HELD) {
            each.plant(work, today, false);
            each.records().values().forEach(record -> work.hold(ScopeType.RECORD, record));
        }
    }

    /** All jobs in this process, with every log line of ours down to the finest, and every metric. */
    private void runAll(Workplace work, LocalDate today) {
        overheard(() -> {
            for (Scene scene : Scene.values()) {
                assertThat(work.run(scene.category(), today).exit())
                        .as(scene.category().id())
                        .isEqualTo(ExitCode.DONE);
            }
        });
    }

    private void overheard(Runnable runs) {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("se.partnersec");
        Logger batch = (Logger) LoggerFactory.getLogger("org.springframework.batch");
        Level usual = root.getLevel();
        try {
            log.start();
            root.addAppender(log);
            root.setLevel(Level.INFO);
            ours.setLevel(Level.TRACE);
            batch.setLevel(Level.DEBUG);
            Metrics.addRegistry(metrics);
            runs.run();
        } finally {
            Metrics.removeRegistry(metrics);
            root.detachAppender(log);
            root.setLevel(usual);
            ours.setLevel(null);
            batch.setLevel(Level.OFF);
        }
        places.add("log", "looked through");
        for (ILoggingEvent event : log.list) {
            places.add("log", event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                places.add("log", ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        places.add("metrics", "looked through");
        metrics.getMeters().forEach(meter -> places.add("metrics", meter.getId().toString()));
    }

    /** What the command line answers to those who ask afterwards, in words and in tables. */
    private void ask(Workplace work) {
        Program gallra = Program.at(work, home);
        for (String question : List.of(
                "status",
                "plan --all --plain",
                "runs show 1",
                "explain user-data:1",
                "explain user-data:7 --lang sv",
                "explain chat-logs:2",
                "ledger verify",
                "metrics",
                "run --all --plain --debug")) {
            Answer answer = gallra.run(question);
            assertThat(answer.exit()).as(question + "\n" + answer.err()).isIn(0, 10);
            places.add("gallra " + question, answer.out() + answer.err());
        }
    }
}
