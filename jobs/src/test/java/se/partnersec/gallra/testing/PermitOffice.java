package se.partnersec.gallra.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approval.NewPermit;
import se.partnersec.gallra.approval.PermitDesk;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.hold.PlacedPermit;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.Account;
import se.partnersec.gallra.store.Databases;
import se.partnersec.gallra.store.Grants;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.SourcesFile;

/** Two people of finance at the desk of permits, each under a login of their own with the shipped rights. */
public final class PermitOffice implements AutoCloseable {
    public static final String REFERENCE = "8-1234567";

    /** Who enters permits, and who approves them. */
    public final HikariDataSource anna;

    public final HikariDataSource bo;
    public final PermitDesk annas;
    public final PermitDesk bos;
    private final Workplace work;
    private final Account second;

    public PermitOffice(Workplace work) {
        this.work = work;
        Account first = work.settings().account(Role.FINANCE);
        second = new Account(first.user() + "2", first.password());
        work.schemas()
                .database()
                .execute("", "CREATE USER '" + second.user() + "'@'%' IDENTIFIED BY '" + second.password() + "'");
        new Grants(work.adminPool(), work.accounts().names()).applyFor(second.user() + "@%");
        anna = Databases.pool(work.settings(), Role.FINANCE, 2);
        bo = Databases.pool(work.settings(Map.of(Role.FINANCE, second)), Role.FINANCE, 2);
        annas = desk(anna);
        bos = desk(bo);
    }

    private PermitDesk desk(HikariDataSource pool) {
        Sources sources = SourcesFile.read(work.configFolder().resolve("sources.yml"), Categories.needs());
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        return new PermitDesk(
                jdbc,
                new TransactionTemplate(new JdbcTransactionManager(pool)),
                sources,
                KeyKinds.read(jdbc, sources),
                Categories.keptByBooks());
    }

    public static NewPermit ofRecord(DataCategory category, String key, LocalDate from) {
        return permit(category, key, null, from);
    }

    public static NewPermit ofYear(DataCategory category, LocalDate yearEnd, LocalDate from) {
        return permit(category, null, yearEnd, from);
    }

    private static NewPermit permit(
            DataCategory category, @Nullable String key, @Nullable LocalDate yearEnd, LocalDate from) {
        return new NewPermit(REFERENCE, category, key, yearEnd, from, "Affären återgick");
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
