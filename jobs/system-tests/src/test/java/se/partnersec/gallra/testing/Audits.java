package se.partnersec.gallra.testing;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.planning.audit.LedgerAudit;
import se.partnersec.gallra.planning.census.CensusResult;
import se.partnersec.gallra.planning.census.HeldRecordCensus;

/** The auditor of a company and its censuses, under the login of its reader. */
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

    public static CensusResult census(Workplace work) {
        try (SuiteContext suite = work.suite()) {
            return suite.bean(HeldRecordCensus.class).take(holds -> {});
        }
    }

    /** A census of a ledger without a business: it counts nothing, and saw all of it. */
    public static void seen(JdbcTemplate jdbc) {
        jdbc.update("INSERT INTO hold_census (policy) VALUES (?)", "0".repeat(64));
        jdbc.update("INSERT INTO census_chain (census, category, part, seq) SELECT (SELECT MAX(id) FROM hold_census),"
                + " category, part, MAX(seq) FROM ledger_chunk GROUP BY category, part");
    }
}
