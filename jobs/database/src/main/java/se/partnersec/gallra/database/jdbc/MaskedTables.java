package se.partnersec.gallra.database.jdbc;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tables of the suite as a login may read them: the tables themselves, or for logins that may not read reasons the views of
 * {@code sql/guards.sql} that have the same columns and mask what names people.
 */
public final class MaskedTables implements UnaryOperator<String> {
    private static final Pattern MASKED = Pattern.compile(
            "\\b(FROM|JOIN) (hold|valid_release|approval_request|valid_approval|valid_adoption|approval_end|valid_key"
                    + "|permit|valid_permit|valid_replay|plan_end|run_order|book_import)\\b");
    private static final String REASON = "SELECT reason FROM approval_request WHERE 1 = 0";

    private final JdbcTemplate jdbc;
    private final Pattern tables;
    private final String probe;
    private @Nullable Boolean masked;

    public MaskedTables(JdbcTemplate jdbc) {
        this(jdbc, MASKED, REASON);
    }

    private MaskedTables(JdbcTemplate jdbc, Pattern tables, String probe) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.probe = probe;
    }

    /** Who takes care of findings: operations may read it, and none of the other reasons. */
    public static MaskedTables ofFindings(JdbcTemplate jdbc) {
        return new MaskedTables(
                jdbc, Pattern.compile("\\b(FROM|JOIN) (finding_ack)\\b"), "SELECT reason FROM finding_ack WHERE 1 = 0");
    }

    /** The statement with the names of what the login may read; asks the database once. */
    @Override
    public String apply(String sql) {
        Boolean known = masked;
        if (known == null) {
            known = denied();
            masked = known;
        }
        return known ? tables.matcher(sql).replaceAll("$1 masked_$2") : sql;
    }

    private boolean denied() {
        try {
            jdbc.queryForList(probe, String.class);
            return false;
        } catch (DataAccessException e) {
            if (DeniedRight.causes(e)) {
                return true;
            }
            throw e;
        }
    }
}
