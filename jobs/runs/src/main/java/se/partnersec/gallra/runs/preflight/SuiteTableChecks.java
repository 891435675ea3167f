package se.partnersec.gallra.runs.preflight;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.MigrationException;
import se.partnersec.gallra.database.schema.SchemaMigration;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.VisibleText;

/** Whether our own tables are there, whole, and not older than what the ledger already proves. */
final class SuiteTableChecks {
    /** Query for where the gate stands. */
    static final String GATE = "SELECT v FROM gate WHERE name = 'holds'";

    static final String STEPS = "SELECT MAX(epoch) FROM gate_log";

    /** The ledger's epochs grow along each chain, so its tails are enough. */
    private static final String NEWEST_EPOCHS = """
            SELECT MAX(epoch) FROM (
              SELECT c.hold_epoch AS epoch FROM ledger_chunk c
                JOIN (SELECT category, part, MAX(seq) AS seq FROM ledger_chunk GROUP BY category, part) t
                ON c.category = t.category AND c.part = t.part AND c.seq = t.seq
              UNION ALL SELECT MAX(epoch) FROM hold
              UNION ALL SELECT MAX(epoch) FROM fiscal_year_version) known""";

    private static final String UNKNOWN_CATEGORIES = """
            SELECT DISTINCT h.category FROM hold h LEFT JOIN valid_release r ON r.hold_id = h.id
            WHERE h.category IS NOT NULL AND h.category NOT IN (%s) AND r.hold_id IS NULL
              AND (h.until_on IS NULL OR h.until_on >= DATE(UTC_TIMESTAMP() - INTERVAL 1 DAY)) ORDER BY h.category""";

    private final DataSource database;
    private final JdbcTemplate jdbc;
    private final CheckCollector list;
    private final List<DataCategory> categories;
    private final @Nullable SourceMapping sources;

    /** @param sources null where the mapping cannot be read, or what follows from it is not asked about */
    SuiteTableChecks(
            DataSource database,
            JdbcTemplate jdbc,
            CheckCollector list,
            List<DataCategory> categories,
            @Nullable SourceMapping sources) {
        this.sources = sources;
        this.categories = categories;
        this.database = database;
        this.jdbc = jdbc;
        this.list = list;
    }

    /** Answers whether the tables are there, so that more can be asked of them. */
    boolean check() {
        boolean migrated = migrated();
        if (migrated) {
            list.ask("tables", "which engine our tables use", this::engine);
            list.ask(
                    "guards",
                    "whether the triggers that guard our tables are there",
                    new GuardChecks(jdbc, list, categories, sources)::check);
            list.ask("gate", "whether the gate stands where its steps end", this::steps);
            gateNotBehind(GATE);
            list.ask("holds", "whether holds are on categories that there are", this::heldCategories);
            list.ask("partitions", "whether a partition is on its way", this::partitions);
        }
        return migrated;
    }

    /**
     * Whether the gate is as new as all that its steps were for.
     *
     * @param stands {@link #GATE}, or {@link #STEPS} for those who may not read it
     */
    void gateNotBehind(String stands) {
        list.ask("gate", "whether the gate is as new as the ledger", () -> gate(NEWEST_EPOCHS, stands));
        // By themselves: an account whose rights are older than these must still be asked the other question.
        list.ask(
                "gate",
                "whether the gate is as new as the books",
                () -> gate("SELECT MAX(epoch) FROM book_import", stands));
        list.ask(
                "gate",
                "whether the gate is as new as the decisions on requests",
                () -> gate("SELECT MAX(epoch) FROM request_decision", stands));
        list.ask(
                "gate",
                "whether the gate is as new as the permits",
                () -> gate("SELECT MAX(epoch) FROM permit", stands));
        list.ask(
                "gate",
                "whether the gate is as new as the releases",
                () -> gate("SELECT MAX(epoch) FROM approved_release", stands));
    }

    private boolean migrated() {
        try {
            SchemaMigration migrations = new SchemaMigration(database);
            List<String> pending = migrations.pending();
            if (!pending.isEmpty()) {
                list.refuse(
                        "tables",
                        "Gallra's tables are missing or of an older version; not applied: V"
                                + String.join(", V", pending),
                        "gallra db migrate");
                return false;
            }
            List<String> differences = migrations.differences();
            differences.forEach(difference -> list.refuse("tables", "Gallra's tables: " + difference, ""));
            return differences.isEmpty();
        } catch (MigrationException e) {
            SQLException sql = CheckCollector.sql(e);
            if (sql != null && SqlErrorClassifier.lineLost(sql)) {
                list.failed("tables", sql);
                return false;
            }
            list.refuse("tables", String.valueOf(e.getMessage()), "then gallra doctor again");
        }
        return false;
    }

    /** Holds on a category that this version does not know: they would keep nothing, so no run begins. */
    private void heldCategories() {
        List<String> strange =
                jdbc.queryForList(UNKNOWN_CATEGORIES.formatted(Grants.literals(categories)), String.class).stream()
                        .map(name -> VisibleText.of(String.valueOf(name)))
                        .toList();
        if (!strange.isEmpty()) {
            list.refuse(
                    "holds",
                    "holds are on categories that this version does not know: " + String.join(", ", strange),
                    "place them anew on a category of gallra policy show, then release these");
        }
    }

    private void engine() {
        List<String> others = jdbc.query(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                        + " AND table_type = 'BASE TABLE' AND engine <> 'InnoDB' ORDER BY table_name",
                (row, i) -> row.getString(1));
        if (!others.isEmpty()) {
            list.refuse(
                    "tables",
                    "these tables of Gallra do not use InnoDB: " + String.join(", ", others),
                    "ALTER TABLE … ENGINE=InnoDB; without it nothing is rolled back");
        }
        list.okUnlessSaid("tables", "Gallra's tables are there, in this version");
    }

    private void gate(String epochs, String stands) {
        // In this order: a hold that is placed in between makes the gate higher than what was read of the holds.
        Long known = first(epochs);
        Long gate = first(stands);
        if (gate == null) {
            list.refuse("gate", "the gate row is missing, so nothing orders holds and erasures", "gallra db migrate");
        } else if (known != null && gate < known) {
            list.refuse(
                    "gate",
                    "the gate stands at epoch " + gate + ", but holds or the ledger already know epoch " + known
                            + ": this database was restored from a backup, or a failover lost commits",
                    "holds may be missing; compare with the last copy of the ledger before anything is erased");
        } else {
            list.okUnlessSaid("gate", "the gate stands at epoch " + gate + ", as new as holds and ledger");
        }
    }

    private void steps() {
        // Around the gate: a hold that is placed meanwhile makes the second higher and not the first.
        Long before = first("SELECT MAX(epoch) FROM gate_log");
        Long gate = first(GATE);
        Long after = first("SELECT MAX(epoch) FROM gate_log");
        if (gate != null && (before == null || after == null || before > gate || after < gate)) {
            list.refuse(
                    "gate",
                    "the gate stands at epoch " + gate + ", and its newest step on record is " + after
                            + ": it was moved while its trigger was not there",
                    "compare with the last copy of the ledger before anything is erased");
        }
    }

    private void partitions() {
        jdbc.query("SELECT category, partition_name, opened_at FROM staged_partition ORDER BY category", row -> {
            String category = row.getString(1);
            list.note(
                    "partitions",
                    "partition " + row.getString(2) + " of " + category + " was taken out of its table at "
                            + row.getString(3)
                            + " UTC; unless a run is at work there, one has died, and its records are"
                            + " not in their table",
                    "gallra run " + category + " puts them back first");
        });
    }

    private @Nullable Long first(String sql) {
        return jdbc
                .query(sql, (row, i) -> {
                    long value = row.getLong(1);
                    return row.wasNull() ? -1L : value;
                })
                .stream()
                .filter(value -> value >= 0)
                .findFirst()
                .orElse(null);
    }
}
