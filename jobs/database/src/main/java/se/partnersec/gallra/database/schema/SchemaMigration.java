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
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import se.partnersec.gallra.database.jdbc.SqlErrorText;

/** Brings the tables of the suite up to date from the scripts in {@code sql/}, under the owner's account. */
public final class SchemaMigration {
    private static final String BEFORE =
            "These tables were made by a Gallra before 0.1.0, and nothing carries them over: set GALLRA_DB_URL"
                    + " to a new schema.";

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
    private boolean madeBeforeTheRelease() {
        return Arrays.stream(flyway.info().applied())
                .anyMatch(each -> each.getDescription().equals("suite"));
    }

    /** Versions not applied yet, oldest first; an account that may read {@code flyway_schema_history} is enough. */
    public List<String> pending() {
        try {
            return versions(flyway.info().pending());
        } catch (FlywayException e) {
            throw refused(e);
        }
    }

    /** How what was applied differs from what this version of Gallra would apply, a line each; changes nothing. */
    public List<String> differences() {
        try {
            if (madeBeforeTheRelease()) {
                return List.of(BEFORE);
            }
            return flyway.validateWithResult().invalidMigrations.stream()
                    .map(SchemaMigration::line)
                    .map(String::strip)
                    .distinct()
                    .toList();
        } catch (FlywayException e) {
            throw refused(e);
        }
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
            return new MigrationException(
                    "The schema holds tables that are not Gallra's. Give the suite a schema of its own: set GALLRA_DB_URL"
                            + " to an empty one.",
                    e);
        }
        return new MigrationException(SqlErrorText.in(e).describe(), e);
    }

    private String invalid() {
        if (madeBeforeTheRelease()) {
            return BEFORE;
        }
        ValidateResult result = flyway.validateWithResult();
        List<String> lines = result.invalidMigrations.stream()
                .map(SchemaMigration::line)
                .distinct()
                .toList();
        return "The tables do not match this version of Gallra:\n" + String.join("\n", lines);
    }

    private static String line(ValidateOutput found) {
        String name = "  V" + found.version + ": ";
        return switch (String.valueOf(found.errorDetails.errorCode).toUpperCase(Locale.ROOT)) {
            case "CHECKSUM_MISMATCH", "DESCRIPTION_MISMATCH", "TYPE_MISMATCH" ->
                name + "was applied with another text than the one of this version. Use the Gallra that applied it, or"
                        + " restore the released script; never edit an applied one.";
            case "APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED" ->
                name + "was applied by a newer Gallra. Use that version, or a newer one.";
            case "FAILED_VERSIONED_MIGRATION" ->
                name + "stopped half way earlier. Restore the schema from the backup taken before it and run gallra db"
                        + " migrate again; a new schema may simply be dropped.";
            default -> name + found.errorDetails.errorMessage;
        };
    }
}
