package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;
import static se.partnersec.gallra.testing.Counted.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.Counted;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** What is counted of records before they go: each period once, whole, and nothing of fewer than five persons. */
@GallraTest(chunk = 4)
@Tag("once")
@Tag("full")
class StatisticsIT {
    private static final DataCategory CHATS = CategoryIds.CHAT_LOGS;

    private final Workplace work;
    private final Counted counted;
    private final LocalDate today;

    StatisticsIT(Workplace work, Counted counted, LocalDate today) {
        this.work = work;
        this.counted = counted;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (long user = 1; user <= 6; user++) {
            work.user(user, 1, "anv" + user);
        }
    }

    private void run(DataCategory category) {
        RunResult result = work.run(category, today);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void the_last_second_of_a_month_counts_to_that_month_in_winter_and_in_summer() {
        counted.chats(10, 5, local("2025-01-31T23:59:59"), "faktura");
        counted.chats(20, 6, local("2025-02-01T00:00:00"), "faktura");
        counted.chats(30, 7, local("2025-07-31T23:59:59"), "faktura");
        counted.chats(40, 8, local("2025-08-01T00:00:00"), "faktura");
        run(CHATS);
        assertThat(counted.ofChats())
                .containsExactly(
                        "2025-01-01 faktura 5", "2025-02-01 faktura 6", "2025-07-01 faktura 7", "2025-08-01 faktura 8");
        assertThat(work.count("chat_conversation", "TRUE")).isZero();
    }

    @Test
    void a_day_of_23_hours_and_one_of_25_have_all_their_hours() {
        counted.requests(10, 5, local("2025-03-30T00:00:00"), "mail");
        counted.requests(20, 5, local("2025-03-30T23:59:59"), "mail");
        counted.requests(30, 5, local("2025-03-31T00:00:00"), "mail");
        counted.requests(40, 5, local("2025-10-26T00:00:00").minusMillis(1), "mail");
        counted.requests(50, 5, local("2025-10-26T02:30:00"), "mail");
        counted.requests(60, 5, local("2025-10-26T02:30:00").plusSeconds(3600), "mail");
        counted.requests(70, 6, local("2025-10-26T23:59:59"), "mail");
        run(CategoryIds.IP_LOGS);
        assertThat(counted.ofRequests())
                .containsExactly("2025-03-30 mail 10", "2025-03-31 mail 5", "2025-10-25 mail 5", "2025-10-26 mail 16");
    }

    @Test
    void the_wall_clock_of_recordings_is_taken_for_what_it_shows() {
        counted.calls(10, 5, "2025-03-30T23:59:59", "support");
        counted.calls(20, 6, "2025-03-31T00:00:00", "support");
        run(CategoryIds.CALL_RECORDINGS);
        assertThat(counted.ofCalls()).containsExactly("2025-03-30 support 5", "2025-03-31 support 6");
    }

    @Test
    void four_persons_five_records_of_one_and_records_of_nobody_are_left_out_without_a_trace() {
        counted.chats(10, 5, local("2025-03-10T12:00:00"), "faktura");
        counted.chats(20, 4, local("2025-03-10T12:00:00"), "flytt");
        for (int i = 0; i < 5; i++) {
            counted.chat(30 + i, 1L, local("2025-03-10T12:00:00"), "avtal");
            counted.chat(40 + i, null, local("2025-03-10T12:00:00"), "byte");
        }
        counted.chat(50, null, local("2025-03-11T12:00:00"), "faktura");
        run(CHATS);
        assertThat(counted.ofChats()).containsExactly("2025-03-01 faktura 6");
        assertThat(counted.periods()).containsExactly("2025-03-01 1");
    }

    @Test
    void what_comes_in_late_or_is_run_again_adds_nothing() {
        counted.chats(10, 5, local("2025-03-10T12:00:00"), "faktura");
        run(CHATS);
        run(CHATS);
        counted.chats(20, 6, local("2025-03-20T12:00:00"), "faktura");
        counted.chats(30, 6, local("2025-02-20T12:00:00"), "faktura");
        run(CHATS);
        assertThat(counted.ofChats()).containsExactly("2025-03-01 faktura 5");
        assertThat(counted.periods()).containsExactly("2025-02-01 left out", "2025-03-01 1");
        assertThat(work.count("chat_conversation", "TRUE"))
                .as("late or not, they go")
                .isZero();
    }

    @Test
    void a_month_is_counted_whole_before_its_first_record_goes() {
        LocalDate first = today.minusDays(60).withDayOfMonth(1);
        counted.chats(10, 3, first.atStartOfDay(Workplace.ZONE).toInstant(), "faktura");
        counted.chat(
                20,
                4L,
                first.plusMonths(1).atStartOfDay(Workplace.ZONE).toInstant().minusMillis(1),
                "faktura");
        counted.chat(
                21,
                5L,
                first.plusMonths(1).atStartOfDay(Workplace.ZONE).toInstant().minusMillis(1),
                "faktura");
        run(CHATS);
        assertThat(counted.ofChats()).containsExactly(first + " faktura 5");
        assertThat(work.count("chat_conversation", "id < 20")).isZero();
    }

    @Test
    void a_day_is_counted_in_the_run_that_may_erase_from_it_and_not_before() {
        LocalDate due = today.minusDays(173);
        counted.requests(10, 5, due.atTime(12, 0).atZone(Workplace.ZONE).toInstant(), "mail");
        counted.requests(
                20, 5, due.plusDays(1).atTime(12, 0).atZone(Workplace.ZONE).toInstant(), "mail");
        run(CategoryIds.IP_LOGS);
        assertThat(counted.ofRequests()).containsExactly(due + " mail 5");
    }

    @Test
    void a_customers_own_records_and_those_without_a_group_or_a_time_are_not_counted() {
        counted.chats(10, 6, local("2025-03-10T12:00:00"), "faktura");
        counted.chats(20, 6, local("2025-03-10T12:00:00"), " ");
        counted.chats(30, 6, local("1970-01-01T01:00:00"), "faktura");
        work.update("chat_conversation", "processor_for = 7 WHERE id = 15");
        run(CHATS);
        assertThat(counted.ofChats()).containsExactly("2025-03-01 faktura 5");
        assertThat(counted.periods()).containsExactly("2025-03-01 1");
    }

    @Test
    void restricted_records_are_stored_and_not_counted_by_whatever_name_they_are_restricted() {
        counted.calls(10, 6, "2025-03-10T12:00:00", "support");
        counted.calls(20, 5, "2025-03-11T12:00:00", "support");
        counted.calls(30, 5, "2025-03-12T12:00:00", "support");
        work.insert("call_transcript", "id, recording_id, body", 300, 30, "Hej");
        work.update("call_recording", "caller_no = NULL");
        work.update("call_recording", "user_id = 9, caller_no = '+46701740606' WHERE id = 15");
        work.hold(HoldType.RESTRICTION, ScopeType.USER, "ANV6@exempel.se");
        work.hold(HoldType.RESTRICTION, ScopeType.RECORD, "call-recordings:24");
        work.hold(HoldType.RESTRICTION, ScopeType.RECORD, "call-recordings/transcripts:300");
        run(CategoryIds.CALL_RECORDINGS);
        assertThat(counted.ofCalls()).containsExactly("2025-03-10 support 5");
        assertThat(work.count("call_recording", "TRUE")).isEqualTo(3);
    }

    @Test
    void a_restriction_that_was_lifted_and_any_other_hold_do_not_matter() {
        counted.chats(10, 5, local("2025-03-10T12:00:00"), "faktura");
        PlacedHold lifted = work.hold(HoldType.RESTRICTION, ScopeType.USER, "1");
        work.release(lifted.number(), "klart", today);
        work.hold(ScopeType.USER, "2");
        run(CHATS);
        assertThat(counted.ofChats()).containsExactly("2025-03-01 faktura 5");
        assertThat(work.count("chat_conversation", "TRUE")).isEqualTo(1);
    }

    /** Whoever began to count after records had gone would count too few, and nobody would know. */
    @Test
    void what_an_earlier_run_may_have_erased_from_is_left_out_when_counting_begins() throws IOException {
        Path sources = work.configFolder().resolve("sources.yml");
        String counting = Files.readString(sources);
        String silent = counting.replaceAll("(?s)    statistics:\n(      .*?\n)+", "");
        assertThat(silent).doesNotContain("chat_statistic");
        LocalDate first = today.minusDays(60).withDayOfMonth(1);
        counted.chats(10, 6, first.atStartOfDay(Workplace.ZONE).toInstant(), "faktura");
        counted.chats(
                20,
                6,
                first.plusMonths(1).atStartOfDay(Workplace.ZONE).toInstant().minusMillis(1),
                "faktura");
        counted.chats(30, 6, first.plusMonths(1).atStartOfDay(Workplace.ZONE).toInstant(), "faktura");
        Files.writeString(sources, silent);
        assertThat(work.run(CHATS, first.plusDays(60)).exit()).isEqualTo(ExitCode.DONE);
        assertThat(counted.periods()).isEmpty();
        Files.writeString(sources, counting);
        run(CHATS);
        assertThat(counted.ofChats()).isEmpty();
        assertThat(counted.periods()).containsExactly(first + " left out");
    }

    @Test
    void only_what_many_have_in_common_is_in_it() {
        counted.chats(10, 6, local("2025-03-10T12:00:00"), "faktura");
        counted.requests(10, 6, local("2025-03-10T12:00:00"), "mail");
        counted.calls(10, 6, "2025-03-10T12:00:00", "support");
        run(CHATS);
        run(CategoryIds.IP_LOGS);
        run(CategoryIds.CALL_RECORDINGS);
        Set<String> values = new TreeSet<>();
        for (String table : List.of("chat_statistic", "ip_log_statistic", "call_statistic")) {
            work.admin().query("SELECT * FROM " + work.table(table), row -> {
                for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
            });
        }
        assertThat(values).containsExactly("2025-03-01", "2025-03-10", "6", "faktura", "mail", "support");
        try (var suite = work.suite()) {
            assertThat(suite.preflight().check(java.util.Set.of(CHATS), today).refusals())
                    .isEmpty();
        }
    }
}
