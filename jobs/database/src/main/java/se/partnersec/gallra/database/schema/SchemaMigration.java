package se.partnersec.gallra.database.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import se.partnersec.gallra.database.jdbc.SqlErrorText;
import se.partnersec.gallra.support.text.Sentences;

/** Brings the tables of the suite up to date from the scripts in {@code sql/}, under the owner's account. */
public final class SchemaMigration {
    private static final Sentences SENTENCES = Sentences.of("database");
    private final Flyway flyway;

    public SchemaMigration(DataSource owner) {
        this.flyway = Flyway.configure()
                .dataSource(owner)
                .locations("classpath:sql")
                .cleanDisabled(true)
                // By default a script that only a newer version knows is passed over in silence.
                .ignoreMigrationPatterns(new String[0])
                .load();
    }

    /**
     * Applies what is pending.
     *
     * @return the versions applied now, oldest first; empty if the tables were up to date
     * @throws MigrationException naming what is in the way and the cure
     */
    public List<String> migrate() {
        try {
            return flyway.migrate().migrations.stream().map(m -> m.version).toList();
        } catch (FlywayException e) {
            throw refused(e);
        }
    }

    /** Scripts had other numbers before there was a release. */
    private static boolean madeBeforeTheRelease(MigrationInfoService found) {
        return Arrays.stream(found.applied())
                .anyMatch(each -> each.getDescription().equals("suite"));
    }

    /**
     * The tables beside the scripts of this version.
     *
     * @param pending versions not applied yet, oldest first
     * @param differences how what was applied differs from what this version would apply, a line each; not asked for where
     *     versions are pending
     */
    public record State(List<String> pending, List<String> differences) {}

    /**
     * Compares, and changes nothing; an account that may read {@code flyway_schema_history} is enough.
     *
     * @throws MigrationException naming what is in the way and the cure
     */
    public State state() {
        try {
            MigrationInfoService found = flyway.info();
            List<String> pending = versions(found.pending());
            if (!pending.isEmpty()) {
                return new State(pending, List.of());
            }
            return new State(pending, madeBeforeTheRelease(found) ? List.of(before()) : invalidLines());
        } catch (FlywayException e) {
            throw refused(e);
        }
    }

    private List<String> invalidLines() {
        return flyway.validateWithResult().invalidMigrations.stream()
                .map(SchemaMigration::line)
                .map(String::strip)
                .distinct()
                .toList();
    }

    private static List<String> versions(MigrationInfo[] migrations) {
        return Arrays.stream(migrations).map(m -> m.getVersion().getVersion()).toList();
    }

    private MigrationException refused(FlywayException e) {
        ErrorCode code = e.getErrorCode();
        if (e instanceof FlywayValidateException) {
            return new MigrationException(invalid(), e);
        }
        if (code == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return new MigrationException(SENTENCES.say("schema.schema-holds-tables-not-gallra-give"), e);
        }
        return new MigrationException(SqlErrorText.in(e).describe(), e);
    }

    private String invalid() {
        if (madeBeforeTheRelease(flyway.info())) {
            return before();
        }
        ValidateResult result = flyway.validateWithResult();
        List<String> lines = result.invalidMigrations.stream()
                .map(SchemaMigration::line)
                .distinct()
                .toList();
        return SENTENCES.say("schema.tables-do-not-match-version-gallra", String.join("\n", lines));
    }

    private static String line(ValidateOutput found) {
        String name = "  V" + found.version + ": ";
        return switch (String.valueOf(found.errorDetails.errorCode).toUpperCase(Locale.ROOT)) {
            case "CHECKSUM_MISMATCH", "DESCRIPTION_MISMATCH", "TYPE_MISMATCH" ->
                SENTENCES.say("schema.applied-another-text-than-one-version", name);
            case "APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED" ->
                SENTENCES.say("schema.applied-newer-gallra-use-version-newer", name);
            case "FAILED_VERSIONED_MIGRATION" -> SENTENCES.say("schema.stopped-half-way-earlier-restore-schema", name);
            default -> name + found.errorDetails.errorMessage;
        };
    }

    private static String before() {
        return SENTENCES.say("schema.these-tables-were-made-gallra-before");
    }
}
