package se.partnersec.gallra.testing;

import com.mysql.cj.conf.ConnectionPropertiesTransform;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.DatabaseUrl;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.policy.fact.FiscalYear;

/**
 * A workplace at another instant: every session the program opens has its {@code timestamp} set, so the database's UTC
 * time, the one clock the program asks, stands still there. The machine's clock is handed out to match.
 */
public final class MovedTime implements AutoCloseable {
    private static final String MOVED_TO = "gallraMovedTo";

    private final Instant now;
    private final SuiteContext suite;
    private final HikariDataSource finance;
    private final HikariDataSource second;
    private final HoldService service;

    /** @param now to the second; from 1970 to 2037, which is what the servers can be set to */
    public MovedTime(Workplace work, Instant now) {
        this.now = now;
        letSessionsSetTheClock(work);
        GallraSettings settings = moved(work.settings(), now);
        suite = SuiteContext.of(settings, Clock.fixed(now, ZoneOffset.UTC), point -> {});
        finance = DataSourceFactory.pool(settings, DatabaseRole.FINANCE, 1);
        second = DataSourceFactory.pool(moved(work.adminSettings(), now), DatabaseRole.OWNER, 1);
        service = new HoldService(
                new JdbcTemplate(finance),
                new TransactionTemplate(new JdbcTransactionManager(finance)),
                work.holdTargets(finance));
    }

    /** What people write is stamped by the server's own clock; a session that stands still cannot do with that. */
    private static void letSessionsSetTheClock(Workplace work) {
        work.admin()
                .queryForList("""
                        SELECT c.table_name AS t, c.column_name AS c FROM information_schema.columns c
                          JOIN information_schema.tables b ON b.table_schema = c.table_schema AND b.table_name = c.table_name
                        WHERE c.table_schema = DATABASE() AND b.table_type = 'BASE TABLE'
                          AND LOWER(c.column_default) LIKE '%sysdate%'""")
                .forEach(column -> work.admin()
                        .execute("ALTER TABLE `" + column.get("t") + "` ALTER COLUMN `" + column.get("c")
                                + "` SET DEFAULT (UTC_TIMESTAMP(6))"));
    }

    private static GallraSettings moved(GallraSettings settings, Instant now) {
        DatabaseUrl url = settings.url();
        Map<String, String> parameters = new HashMap<>(url.parameters());
        parameters.put("propertiesTransform", Transform.class.getName());
        parameters.put(MOVED_TO, String.valueOf(now.getEpochSecond()));
        return new GallraSettings(
                new DatabaseUrl(url.host(), url.port(), url.schema(), parameters),
                settings.accounts(),
                settings.bucket(),
                settings.config(),
                settings.tags(),
                settings.chunk());
    }

    public Instant now() {
        return now;
    }

    public SuiteContext suite() {
        return suite;
    }

    /** Where holds are placed at that instant. */
    public HoldService holdService() {
        return service;
    }

    /** Released by two at that instant. */
    /** Entered by finance, and where it takes two, approved by the administrator. */
    public void fiscalYear(FiscalYear year) {
        Workplace.fiscalYear(year, finance, second);
    }

    public void release(long hold, String reason, @Nullable LocalDate informed) {
        Approval asked = Workplace.approvals(finance).releases().ask(hold, reason, informed);
        Workplace.approvals(second).releases().approve(asked.number());
    }

    @Override
    public void close() {
        finance.close();
        second.close();
        suite.close();
    }

    /** Made by the driver for each connection: adds the time to the variables the program sets. */
    public static final class Transform implements ConnectionPropertiesTransform {
        @Override
        public Properties transformProperties(Properties properties) {
            Object moved = properties.remove(MOVED_TO);
            String variables = properties.getProperty("sessionVariables", "");
            properties.setProperty("sessionVariables", String.format(Locale.ROOT, "%s,timestamp=%s", variables, moved));
            return properties;
        }
    }
}
