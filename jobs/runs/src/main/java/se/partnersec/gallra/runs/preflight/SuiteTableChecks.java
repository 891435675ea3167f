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
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/** Whether our own tables are there, whole, and not older than what the ledger already proves. */
final class SuiteTableChecks {
    private static final Sentences SENTENCES = Sentences.of("runs");
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
            list.ask("tables", SENTENCES.say("preflight.which-engine-our-tables-use"), this::engine);
            list.ask(
                    "guards",
                    SENTENCES.say("preflight.whether-triggers-guard-our-tables-there"),
                    new GuardChecks(jdbc, list, categories, sources)::check);
            list.ask("gate", SENTENCES.say("preflight.whether-gate-stands-where-steps-end"), this::steps);
            gateNotBehind(GATE);
            list.ask("holds", SENTENCES.say("preflight.whether-holds-categories-there"), this::heldCategories);
            list.ask("partitions", SENTENCES.say("preflight.whether-partition-way"), this::partitions);
        }
        return migrated;
    }

    /**
     * Whether the gate is as new as all that its steps were for.
     *
     * @param stands {@link #GATE}, or {@link #STEPS} for those who may not read it
     */
    void gateNotBehind(String stands) {
        list.ask("gate", SENTENCES.say("preflight.whether-gate-new-ledger"), () -> gate(NEWEST_EPOCHS, stands));
        // By themselves: an account whose rights are older than these must still be asked the other question.
        list.ask(
                "gate",
                SENTENCES.say("preflight.whether-gate-new-books"),
                () -> gate("SELECT MAX(epoch) FROM book_import", stands));
        list.ask(
                "gate",
                SENTENCES.say("preflight.whether-gate-new-decisions-requests"),
                () -> gate("SELECT MAX(epoch) FROM request_decision", stands));
        list.ask(
                "gate",
                SENTENCES.say("preflight.whether-gate-new-permits"),
                () -> gate("SELECT MAX(epoch) FROM permit", stands));
        list.ask(
                "gate",
                SENTENCES.say("preflight.whether-gate-new-releases"),
                () -> gate("SELECT MAX(epoch) FROM approved_release", stands));
    }

    private boolean migrated() {
        try {
            SchemaMigration.State found = new SchemaMigration(database).state();
            if (!found.pending().isEmpty()) {
                list.refuse(
                        "tables",
                        SENTENCES.say(
                                "preflight.gallra-tables-missing-older-version-not",
                                String.join(", V", found.pending())),
                        "gallra db migrate");
                return false;
            }
            found.differences()
                    .forEach(difference ->
                            list.refuse("tables", SENTENCES.say("preflight.gallra-tables", difference), ""));
            return found.differences().isEmpty();
        } catch (MigrationException e) {
            SQLException sql = CheckCollector.sql(e);
            if (sql != null && SqlErrorClassifier.lineLost(sql)) {
                list.failed("tables", sql);
                return false;
            }
            list.refuse("tables", String.valueOf(e.getMessage()), SENTENCES.say("preflight.then-gallra-doctor-again"));
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
                    SENTENCES.say("preflight.holds-categories-version-does-not-know", String.join(", ", strange)),
                    SENTENCES.say("preflight.place-them-anew-category-gallra-policy"));
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
                    SENTENCES.say("preflight.these-tables-gallra-do-not-use", String.join(", ", others)),
                    "ALTER TABLE … ENGINE=InnoDB; without it nothing is rolled back");
        }
        list.okUnlessSaid("tables", SENTENCES.say("preflight.gallra-tables-there-version"));
    }

    private void gate(String epochs, String stands) {
        // In this order: a hold that is placed in between makes the gate higher than what was read of the holds.
        Long known = first(epochs);
        Long gate = first(stands);
        if (gate == null) {
            list.refuse("gate", SENTENCES.say("preflight.gate-row-missing-so-nothing-orders"), "gallra db migrate");
        } else if (known != null && gate < known) {
            list.refuse(
                    "gate",
                    SENTENCES.say("preflight.gate-stands-epoch-but-holds-ledger", gate, known),
                    SENTENCES.say("preflight.holds-may-missing-compare-last-copy"));
        } else {
            list.okUnlessSaid("gate", SENTENCES.say("preflight.gate-stands-epoch-new-holds-ledger", gate));
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
                    SENTENCES.say("preflight.gate-stands-epoch-newest-step-record", gate, after),
                    SENTENCES.say("preflight.compare-last-copy-ledger-before-anything"));
        }
    }

    private void partitions() {
        jdbc.query("SELECT category, partition_name, opened_at FROM staged_partition ORDER BY category", row -> {
            String category = row.getString(1);
            list.note(
                    "partitions",
                    SENTENCES.say(
                            "preflight.partition-taken-out-table-utc-unless",
                            row.getString(2),
                            category,
                            row.getString(3)),
                    SENTENCES.say("preflight.gallra-run-puts-them-back-first", category));
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
