package se.partnersec.gallra.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.request.NewPermit;
import se.partnersec.gallra.approvals.request.PermitService;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.holds.permit.PlacedPermit;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Two people of finance who enter and approve permits, each under a login of their own with the shipped rights. */
public final class PermitPeople implements AutoCloseable {
    public static final String REFERENCE = "8-1234567";

    /** Who enters permits, and who approves them. */
    public final HikariDataSource anna;

    public final HikariDataSource bo;
    public final PermitService annas;
    public final PermitService bos;
    private final Workplace work;
    private final DatabaseAccount second;

    public PermitPeople(Workplace work) {
        this.work = work;
        DatabaseAccount first = work.settings().account(DatabaseRole.FINANCE);
        second = new DatabaseAccount(first.user() + "2", first.password());
        work.schemas()
                .database()
                .execute("", "CREATE USER '" + second.user() + "'@'%' IDENTIFIED BY '" + second.password() + "'");
        new Grants(work.adminPool(), work.accounts().names()).applyFor(second.user() + "@%");
        anna = DataSourceFactory.pool(work.settings(), DatabaseRole.FINANCE, 2);
        bo = DataSourceFactory.pool(work.settings(Map.of(DatabaseRole.FINANCE, second)), DatabaseRole.FINANCE, 2);
        annas = service(anna);
        bos = service(bo);
    }

    private PermitService service(HikariDataSource pool) {
        SourceMapping sources = SourceMappingReader.read(
                work.configFolder().resolve("sources.yml"),
                Categories.registry().requirements().roles());
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        return new PermitService(
                jdbc,
                new TransactionTemplate(new JdbcTransactionManager(pool)),
                sources,
                KeyTypes.read(jdbc, sources),
                Categories.registry().keptByBooks());
    }

    public static NewPermit ofRecord(DataCategory category, String key, LocalDate from) {
        return permit(category, key, null, from);
    }

    public static NewPermit ofYear(DataCategory category, LocalDate yearEnd, LocalDate from) {
        return permit(category, null, yearEnd, from);
    }

    private static NewPermit permit(
            DataCategory category, @Nullable String key, @Nullable LocalDate yearEnd, LocalDate from) {
        return new NewPermit(
                REFERENCE, category, key, yearEnd, yearEnd == null ? null : FiscalYear.MAIN, from, "Affären återgick");
    }

    /** Entered by Anna and approved by Bo. */
    public PlacedPermit approved(NewPermit permit) {
        return bos.approve(annas.add(permit).permit().number());
    }

    @Override
    public void close() {
        anna.close();
        bo.close();
        work.schemas().database().execute("", "DROP USER '" + second.user() + "'@'%'");
    }
}
