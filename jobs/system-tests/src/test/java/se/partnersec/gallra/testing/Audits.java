package se.partnersec.gallra.testing;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.planning.audit.LedgerAudit;

/** The auditor of a company, under the login of its reader. */
public final class Audits {
    private Audits() {}

    public static LedgerAudit of(Workplace work, SuiteContext suite) {
        DataSource reader = suite.pool(DatabaseRole.READER);
        return new LedgerAudit(
                reader,
                suite.sources(),
                KeyTypes.read(new JdbcTemplate(reader), suite.sources()),
                work.settings().tags());
    }
}
