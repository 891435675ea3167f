package se.partnersec.gallra.demo.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.demo.company.DemoOccasion;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.demo.company.People;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.TestServers;

@Tag("full")
class DemoRowsIT {
    private static final LocalDate AS_OF = LocalDate.of(2026, 11, 24);
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private static FreshSchemas schemas;
    private static HikariDataSource owner;
    private static JdbcTemplate jdbc;
    private static RememberedObjects objects;
    private static DemoSummary summary;

    @BeforeAll
    static void fill() {
        schemas = TestServers.freshSchemas();
        owner = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 2);
        objects = new RememberedObjects();
        summary = new DemoRows(owner, objects, said -> {})
                .fill(new DemoRows.Order(schemas.business(), AS_OF, 2000, 1), false);
        jdbc = new JdbcTemplate(owner);
    }

    @AfterAll
    static void drop() {
        owner.close();
        schemas.close();
    }

    private static String table(String name) {
        return schemas.business() + "." + name;
    }

    private static List<String> strings(String sql) {
        return jdbc.query(sql, (row, i) -> row.getString(1));
    }

    private static long count(String from) {
        Long n = jdbc.queryForObject("SELECT COUNT(*) FROM " + from, Long.class);
        return n == null ? 0 : n;
    }

    @Test
    void counts_what_it_wrote() {
        assertThat(summary.rows())
                .containsEntry("ip_log", 1700L)
                .containsEntry("call_recording", 150L)
                .containsEntry("chat_conversation", 150L)
                .hasSize(25);
        summary.rows()
                .forEach((name, rows) -> assertThat(rows).as(name).isPositive().isEqualTo(count(table(name))));
        assertThat(summary.objects()).isEqualTo(objects.versions.size());
    }

    /** How many days before the day of the demo each record started: null for none, in the order of the keys. */
    private static List<@Nullable Long> ages(String sql, Function<Object, LocalDateTime> swedish) {
        return jdbc.query(sql, (row, i) -> {
            Object start = row.getObject(1);
            return start == null
                    ? null
                    : ChronoUnit.DAYS.between(swedish.apply(start).toLocalDate(), AS_OF);
        });
    }

    /** Each record is as old as its occasion says. */
    private static void showEveryCase(List<@Nullable Long> ages, IntUnaryOperator due, int eraseBy) {
        for (int i = 0; i < ages.size(); i++) {
            Long age = ages.get(i);
            long limit = due.applyAsInt(i);
            String what = "record " + (i + 1) + ", " + DemoOccasion.of(i) + ", due after " + limit;
            switch (DemoOccasion.of(i)) {
                case LAST_DAY -> assertThat(age).as(what).isEqualTo(limit - 1);
                case DUE_TODAY -> assertThat(age).as(what).isEqualTo(limit);
                case DUE, HELD -> assertThat(age).as(what).isBetween(limit + 1, (long) eraseBy);
                case OVERDUE, PROCESSOR, BOOKED -> assertThat(age).as(what).isGreaterThan(eraseBy);
                case NO_START -> assertThat(age).as(what).isNull();
                case FUTURE -> assertThat(age).as(what).isBetween(-7L, -2L);
                case ORDINARY -> assertThat(age).as(what).isPositive();
            }
        }
    }

    @Test
    void the_ip_log_shows_every_case_in_utc() {
        List<@Nullable Long> ages = ages(
                "SELECT CAST(seen_at AS CHAR) FROM " + table("ip_log") + " ORDER BY id",
                t -> LocalDateTime.parse(t.toString().replace(' ', 'T'))
                        .atOffset(ZoneOffset.UTC)
                        .atZoneSameInstant(ZONE)
                        .toLocalDateTime());
        showEveryCase(ages, i -> TrafficRows.DUE, 180);
        assertThat(count(table("ip_log") + " WHERE processor_for IS NOT NULL")).isEqualTo(34);
    }

    @Test
    void chats_show_every_case_in_milliseconds() {
        List<@Nullable Long> ages = ages(
                "SELECT CASE WHEN closed_ms IS NULL THEN last_message_ms WHEN last_message_ms IS NULL THEN closed_ms"
                        + " ELSE GREATEST(closed_ms, last_message_ms) END FROM " + table("chat_conversation")
                        + " ORDER BY id",
                ms -> LocalDateTime.ofInstant(Instant.ofEpochMilli((Long) ms), ZONE));
        showEveryCase(ages, i -> ChatRows.DUE, 62);
        assertThat(count(table("chat_conversation") + " c WHERE last_message_ms IS NOT NULL AND last_message_ms <>"
                        + " (SELECT MAX(sent_ms) FROM " + table("chat_message") + " m WHERE m.conversation_id = c.id)"))
                .isZero();
    }

    @Test
    void recordings_show_every_case_by_the_target_of_their_queue() {
        List<String> queues = strings("SELECT queue FROM " + table("call_recording") + " ORDER BY id");
        List<@Nullable Long> ages = ages(
                "SELECT CAST(ended_at AS CHAR) FROM " + table("call_recording") + " ORDER BY id",
                t -> LocalDateTime.parse(t.toString().replace(' ', 'T')));
        showEveryCase(ages, i -> RecordingRows.due(queues.get(i)), 28);
        assertThat(count(table("call_recording") + " WHERE bookkeeping = 'FULL' AND booked_on > '2026-01-01'"))
                .isPositive();
        assertThat(count(table("call_recording") + " WHERE bookkeeping = 'FULL' AND booked_on < '2019-01-01'"))
                .isPositive();
    }

    @Test
    void every_object_key_has_its_object_but_for_one_lost_and_one_orphan() {
        List<String> keys = strings("SELECT object_key FROM " + table("call_recording")
                + " UNION ALL SELECT object_key FROM " + table("chat_attachment")
                + " UNION ALL SELECT object_key FROM " + table("access_log_file"));
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(keys.stream().filter(k -> !objects.versions.containsKey(k))).hasSize(1);
        assertThat(objects.versions.keySet().stream().filter(k -> !keys.contains(k)))
                .containsExactly(RecordingRows.ORPHAN);
        assertThat(objects.versions).containsValue(2);
        assertThat(objects.hidden).isNotEmpty();
    }

    @Test
    void every_suggested_hold_can_be_placed_and_keeps_something_that_is_due() {
        for (NewHold hold : summary.suggestedHolds()) {
            assertThat(hold.problems(AS_OF)).as(hold.reason()).isEmpty();
        }
        Timestamp due = Timestamp.valueOf(AS_OF.minusDays(TrafficRows.DUE + 1).atStartOfDay());
        for (long customer : new long[] {DemoHolds.CLAIMED_CUSTOMER, DemoHolds.ATTACKED_CUSTOMER}) {
            assertThat(jdbc.queryForObject(
                            "SELECT COUNT(*) FROM " + table("ip_log") + " WHERE customer_id = ? AND seen_at < ?",
                            Long.class,
                            customer,
                            due))
                    .isPositive();
        }
        assertThat(count(table("call_recording") + " r JOIN " + table("user_account") + " u ON u.id = r.user_id"
                        + " WHERE u.user_name = '"
                        + summary.suggestedHolds().get(1).scope().text()
                        + "' AND DATEDIFF('" + AS_OF
                        + "', ended_at) >= CASE queue WHEN 'sales' THEN 4 WHEN 'support' THEN 15 ELSE 27 END"))
                .isPositive();
        assertThat(summary.suggestedHolds().get(2).scope().text()).isEqualTo("chat-logs:3");
    }

    @Test
    void every_booking_falls_in_one_fiscal_year() {
        List<LocalDate> days = strings(
                        "SELECT booked_on FROM " + table("call_recording") + " WHERE booked_on IS NOT NULL"
                                + " UNION ALL SELECT booked_on FROM " + table("chat_conversation")
                                + " WHERE booked_on IS NOT NULL")
                .stream()
                .map(LocalDate::parse)
                .toList();
        assertThat(days)
                .isNotEmpty()
                .allSatisfy(day -> assertThat(summary.fiscalYears().stream().filter(y -> y.contains(day)))
                        .hasSize(1));
        for (int i = 1; i < summary.fiscalYears().size(); i++) {
            FiscalYear before = summary.fiscalYears().get(i - 1);
            assertThat(summary.fiscalYears().get(i).start())
                    .isEqualTo(before.end().plusDays(1));
        }
    }

    @Test
    void no_identifier_can_belong_to_anybody() {
        for (String column :
                new String[] {"user_account.phone", "sms_usage.number", "call_recording.caller_no", "sales_lead.phone"
                }) {
            assertThat(values(column)).isNotEmpty().allMatch(v -> v.matches("\\+467017406(0[5-9]|[1-9][0-9])"));
        }
        for (String column : new String[] {"user_account.email", "newsletter_subscription.email", "sales_lead.email"}) {
            assertThat(values(column)).isNotEmpty().allMatch(v -> v.matches("[a-z.]+[0-9]+@exempel\\.se"));
        }
        for (String column : new String[] {"ip_log.address", "blocked_address.address"}) {
            assertThat(values(column))
                    .isNotEmpty()
                    .allMatch(v ->
                            v.matches("(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.[0-9]{1,3}|2001:db8:[0-9a-f:]+"));
        }
        assertThat(values("customer.org_no")).isNotEmpty().allSatisfy(v -> {
            String digits = v.replace("-", "");
            assertThat(digits).matches("9999[0-9]{6}");
            assertThat(People.checkDigit(digits.substring(0, 9))).isEqualTo(digits.charAt(9));
        });
    }

    private static List<String> values(String column) {
        String[] name = column.split("\\.");
        return strings("SELECT DISTINCT " + name[1] + " FROM " + table(name[0]));
    }
}
