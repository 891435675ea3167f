package se.partnersec.gallra.planning.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.ledger.notice.FindingList;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Says of every mapped category what is due, what is late, what keeps the rest, and how its last run ended. The figures
 * are a planner's, record by record: exact, and as slow as a plan.
 */
public final class StatusOverview {
    /** As in the lease: a holder without a heartbeat for this long is dead. */
    private static final int DEAD_AFTER_SECONDS = 30;

    private static final String LAST_RUN = """
            SELECT run_id, as_of, opened_at, ended_at, outcome FROM run_scope
            WHERE category = ? AND part = 0 ORDER BY run_id DESC LIMIT 1""";
    private static final String HOLDER = """
            SELECT l.holder, l.taken_at, TIMESTAMPDIFF(SECOND, h.beat_at, UTC_TIMESTAMP(6)) BETWEEN 0 AND ? - 1 FROM lease l
            LEFT JOIN heartbeat h ON h.category = l.category WHERE l.category = ? AND l.holder IS NOT NULL""";
    private static final String LATE = """
            SELECT COUNT(*) FROM notice n LEFT JOIN notice_answer a ON a.notice_id = n.id
            WHERE n.category = ? AND n.answer_by < ? AND a.notice_id IS NULL""";

    private final ReadOnlySnapshot database;
    private final Planner planner;
    private final SourceMapping sources;
    private final Collection<Category> categories;

    /** @param database of an account that may only read */
    public StatusOverview(
            DataSource database,
            RetentionPolicy policy,
            LimitPreview limits,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags,
            Collection<Category> categories) {
        this.database = new ReadOnlySnapshot(database);
        this.planner = new Planner(this.database, policy, limits, sources, kinds, tags);
        this.sources = sources;
        this.categories = List.copyOf(categories);
    }

    /** Every mapped category today, by the database's clock. */
    public List<CategoryStatus> look() {
        return look(SwedishCalendar.localDate(database.look(() -> new DatabaseClock(database.jdbc()).now())));
    }

    public List<CategoryStatus> look(LocalDate asOf) {
        List<CategoryStatus> states = new ArrayList<>();
        for (Category category : categories) {
            if (sources.tables().containsKey(category.category())) {
                states.add(state(category, asOf));
            }
        }
        return states;
    }

    /** One category today, by the database's clock; it must be mapped. */
    public CategoryStatus look(Category category) {
        return state(
                category, SwedishCalendar.localDate(database.look(() -> new DatabaseClock(database.jdbc()).now())));
    }

    private CategoryStatus state(Category category, LocalDate asOf) {
        CategoryPlan plan = planner.plan(category, asOf);
        DataCategory name = category.category();
        return database.look(() -> new CategoryStatus(
                plan,
                lastRun(name),
                holder(name),
                new FindingRepository(jdbc()).of(name.id()),
                new FindingList(jdbc(), UnaryOperator.identity()).overdue(name),
                late(name)));
    }

    private CategoryStatus.@Nullable LastRun lastRun(DataCategory category) {
        return jdbc()
                .query(
                        LAST_RUN,
                        (row, i) -> {
                            String outcome = row.getString(5);
                            return new CategoryStatus.LastRun(
                                    row.getLong(1),
                                    row.getObject(2, LocalDate.class),
                                    DatabaseClock.instant(row.getObject(3, LocalDateTime.class)),
                                    instant(row.getObject(4, LocalDateTime.class)),
                                    outcome == null ? "OPEN" : outcome);
                        },
                        category.id())
                .stream()
                .findFirst()
                .orElse(null);
    }

    private CategoryStatus.@Nullable Holder holder(DataCategory category) {
        return jdbc()
                .query(
                        HOLDER,
                        (row, i) -> new CategoryStatus.Holder(
                                row.getString(1), instant(row.getObject(2, LocalDateTime.class)), row.getBoolean(3)),
                        DEAD_AFTER_SECONDS,
                        category.id())
                .stream()
                .findFirst()
                .orElse(null);
    }

    private long late(DataCategory category) {
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc()).now());
        Long late = jdbc().queryForObject(LATE, Long.class, category.id(), today);
        return late == null ? 0 : late;
    }

    private static @Nullable Instant instant(@Nullable LocalDateTime column) {
        return column == null ? null : DatabaseClock.instant(column);
    }

    private JdbcTemplate jdbc() {
        return database.jdbc();
    }
}
