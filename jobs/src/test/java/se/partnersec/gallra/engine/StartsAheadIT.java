package se.partnersec.gallra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.House;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.testing.Partitioned;
import se.partnersec.gallra.testing.Workplace;

/** What is read ahead is bounded and locks nothing; what keeps it from being read, but for a lost line, changes nothing else. */
@Tag("full")
class StartsAheadIT {
    private static final LocalDateTime FIRST = LocalDateTime.of(2024, 3, 1, 12, 0);

    private final Workplace work = new Workplace(10);
    private final House house = work.house();
    private final JdbcTemplate job = new JdbcTemplate(house.pool(Role.JOB));
    private final String table = work.table("ip_log");

    /** What the server has set; none on servers without a change buffer, such as MariaDB 11. */
    private final List<String> before =
            work.admin().query("SHOW GLOBAL VARIABLES LIKE 'innodb_change_buffering'", (row, i) -> row.getString(2));

    @SuppressWarnings("NullAway.Init")
    StartsAheadIT() {
        before.forEach(was -> buffer("all"));
    }

    @AfterEach
    void close() {
        before.forEach(this::buffer);
        house.close();
        work.close();
    }

    private void buffer(String what) {
        work.admin().execute("SET GLOBAL innodb_change_buffering = '" + what + "'");
    }

    private StartsAhead ahead() {
        return ahead(house.sources(), KeyKinds.read(job, house.sources()));
    }

    private StartsAhead ahead(Sources sources, KeyKinds kinds) {
        return new StartsAhead(job, house.category(DataCategory.IP_LOGS), sources.table(DataCategory.IP_LOGS), kinds);
    }

    /** So many on a server that buffers what deletions do to indexes; none where there is nothing to spare. */
    private long spared(long entries) {
        return before.isEmpty() ? 0 : entries;
    }

    private void log(long id, LocalDateTime seen) {
        work.insert("ip_log", "id, seen_at, service, address", id, seen, "portal", "192.0.2.7");
    }

    private void hourly(int rows) {
        for (int id = 1; id <= rows; id++) {
            log(id, FIRST.plusHours(id));
        }
    }

    private void many(int rows, int minutesApart) {
        work.admin()
                .update(
                        "INSERT INTO " + table + " (id, seen_at, service, address)"
                                + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                                + " SELECT i, ? + INTERVAL i * ? MINUTE, 'portal', '192.0.2.7' FROM n",
                        rows,
                        FIRST,
                        minutesApart);
    }

    private static List<RecordKey> keys(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(RecordKey::of).toList();
    }

    @Test
    void the_first_and_the_last_entry_are_read_and_every_250th_between() {
        many(600, 60);
        assertThat(ahead().read(keys(11, 20))).isEqualTo(spared(2));
        assertThat(ahead().read(keys(11, 11))).isEqualTo(spared(1));
        assertThat(ahead().read(keys(1, 600))).isEqualTo(spared(4));
        assertThat(ahead().read(List.of())).isZero();
    }

    /** By the server's own count of statements. */
    private long asked() {
        return work
                .admin()
                .queryForList(
                        "SELECT count_star FROM performance_schema.events_statements_summary_by_digest"
                                + " WHERE digest_text LIKE ?",
                        Long.class,
                        "%" + work.schemas().business() + "`%FORCE INDEX ( `ip_log_seen` )%")
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void a_run_asks_once_before_each_chunk() {
        hourly(30);
        if (!before.isEmpty()) {
            // The server counts only so many different statements, and other tests have made many.
            work.admin().execute("TRUNCATE performance_schema.events_statements_summary_by_digest");
        }
        work.run(DataCategory.IP_LOGS, work.today());
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(asked()).isEqualTo(spared(3));
    }

    @Test
    void a_server_that_buffers_no_deletions_is_spared_the_reading() {
        hourly(20);
        for (String setting : before.isEmpty() ? List.<String>of() : List.of("none", "inserts", "purges")) {
            buffer(setting);
            assertThat(ahead().read(keys(1, 20))).as(setting).isZero();
        }
    }

    @Test
    void a_key_without_a_row_or_without_a_start_is_passed_over() {
        hourly(20);
        work.admin().update("UPDATE " + table + " SET seen_at = NULL WHERE id = 11");
        StartsAhead ahead = ahead();
        assertThat(ahead.read(keys(11, 99))).isZero();
        assertThat(ahead.read(keys(11, 20))).isEqualTo(spared(1));
    }

    /** Entries and rows that the server went through one by one in this session. */
    private long searched() {
        return job
                .query(
                        "SHOW SESSION STATUS WHERE variable_name IN ('Handler_read_next', 'Handler_read_prev')",
                        (row, i) -> row.getLong(2))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void nothing_is_searched_even_where_all_start_at_once() {
        many(900, 0);
        StartsAhead ahead = ahead();
        new TransactionTemplate(new JdbcTransactionManager(house.pool(Role.JOB))).executeWithoutResult(status -> {
            ahead.read(keys(1, 1));
            long before = searched();
            assertThat(ahead.read(keys(1, 900))).isEqualTo(spared(5));
            assertThat(searched() - before).isLessThan(20);
            job.queryForObject(
                    "SELECT COUNT(*) FROM " + table + " FORCE INDEX (ip_log_seen) WHERE seen_at = ?",
                    Long.class,
                    FIRST);
            assertThat(searched() - before)
                    .as("the control: a search would have been counted")
                    .isGreaterThan(800);
        });
    }

    @Test
    void what_takes_too_long_ends_it() {
        hourly(20);
        StartsAhead slow = new StartsAhead(
                new JdbcTemplate(house.pool(Role.JOB)) {
                    @Override
                    public <T> @Nullable T queryForObject(
                            String sql, Class<T> type, @Nullable Object @Nullable ... args) {
                        return super.queryForObject(
                                sql.replace("COUNT((SELECT 1 ", "COUNT((SELECT SLEEP(2) + COUNT(*) "), type, args);
                    }
                },
                house.category(DataCategory.IP_LOGS),
                house.sources().table(DataCategory.IP_LOGS),
                KeyKinds.read(job, house.sources()));
        assertThat(ahead().read(keys(1, 20))).isEqualTo(spared(2));
        assertThat(slow.read(keys(1, 20))).isZero();
    }

    @Test
    void neither_words_nor_partitions_are_read_ahead() {
        hourly(20);
        assertThat(ahead().read(keys(1, 20))).isEqualTo(spared(2));
        assertThat(ahead(house.sources(), new KeyKinds(Set.of(), Set.of())).read(keys(1, 20)))
                .isZero();
        Partitioned.ipLog(work, 10);
        try (House partitioned = work.house()) {
            assertThat(ahead(partitioned.sources(), KeyKinds.read(job, partitioned.sources()))
                            .read(keys(1, 20)))
                    .isZero();
        }
    }

    @Test
    void without_an_index_by_start_the_table_is_not_searched() {
        hourly(20);
        assertThat(ahead().read(keys(1, 20))).isEqualTo(spared(2));
        work.admin().execute("ALTER TABLE " + table + " DROP KEY ip_log_seen");
        assertThat(ahead().read(keys(1, 20))).isZero();
    }

    @Test
    void of_an_index_only_by_start_and_by_whatever_name() {
        hourly(20);
        work.admin()
                .execute("ALTER TABLE " + table + " RENAME KEY ip_log_seen TO `%s ``seen```,"
                        + " ADD KEY by_day_and_user (seen_at, user_id)");
        assertThat(ahead().read(keys(1, 20))).isEqualTo(spared(2));
    }

    @Test
    void an_index_that_is_dropped_meanwhile_ends_it_and_not_the_transaction() {
        hourly(20);
        StartsAhead ahead = ahead();
        assertThat(ahead.read(keys(1, 10))).isEqualTo(spared(2));
        work.admin().execute("ALTER TABLE " + table + " DROP KEY ip_log_seen");
        Integer erased = new TransactionTemplate(new JdbcTransactionManager(house.pool(Role.JOB))).execute(status -> {
            int gone = job.update("DELETE FROM " + table + " WHERE id = 1");
            assertThat(ahead.read(keys(11, 20))).isZero();
            return gone + job.update("DELETE FROM " + table + " WHERE id = 2");
        });
        assertThat(erased).isEqualTo(2);
        assertThat(work.count("ip_log", "id <= 2")).isZero();
        assertThat(ahead.read(keys(11, 20))).as("not asked again").isZero();
    }

    @Test
    void a_lost_line_is_not_kept_quiet() {
        if (before.isEmpty()) {
            return;
        }
        hourly(20);
        StartsAhead ahead = ahead();
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(house.pool(Role.JOB)));
        List<Throwable> met = new ArrayList<>();
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    assertThat(ahead.read(keys(1, 20))).isEqualTo(2);
                    work.admin().execute("KILL " + job.queryForObject("SELECT CONNECTION_ID()", Long.class));
                    met.add(catchThrowable(() -> ahead.read(keys(1, 20))));
                }))
                .isInstanceOf(TransactionException.class);
        assertThat(met).singleElement().isInstanceOf(DataAccessException.class);
    }

    @Test
    void others_may_lock_what_was_read() {
        hourly(20);
        StartsAhead ahead = ahead();
        String look = "SELECT id FROM " + table + " WHERE seen_at IS NOT NULL FOR UPDATE NOWAIT";
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(house.pool(Role.JOB)));
        transaction.executeWithoutResult(status -> {
            assertThat(ahead.read(keys(1, 20))).isEqualTo(spared(2));
            assertThat(work.admin().queryForList(look, Long.class)).hasSize(20);
        });
        transaction.executeWithoutResult(status -> {
            job.queryForList("SELECT 1 FROM " + table + " WHERE id = 7 FOR UPDATE", Long.class);
            assertThatThrownBy(() -> work.admin().queryForList(look, Long.class))
                    .as("the control: a lock would have been found")
                    .isInstanceOf(DataAccessException.class);
        });
    }
}
