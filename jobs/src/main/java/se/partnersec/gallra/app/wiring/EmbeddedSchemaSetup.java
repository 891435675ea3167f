package se.partnersec.gallra.app.wiring;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.SchemaMigration;
import se.partnersec.gallra.demo.company.DemoException;
import se.partnersec.gallra.demo.data.DemoRows;
import se.partnersec.gallra.demo.data.ObjectSink;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;

/** What a database administrator does by hand elsewhere: on the embedded server, and only there, it happens by itself. */
final class EmbeddedSchemaSetup {
    private final House house;
    private final Consumer<String> notice;
    private final List<String> people;

    /** @param people the users who sit at the desks of finance, with the same rights */
    EmbeddedSchemaSetup(House house, List<String> people, Consumer<String> notice) {
        this.house = house;
        this.people = List.copyOf(people);
        this.notice = notice;
    }

    /** Makes or updates the tables of the suite; the rights follow as soon as there are tables of a business. */
    List<String> migrate() {
        List<String> applied = new SchemaMigration(house.pool(DatabaseRole.OWNER)).migrate();
        if (!applied.isEmpty()) {
            notice.accept("Prepared the embedded database: migrations " + String.join(", ", applied) + ".");
            if (hasBusiness()) {
                grant();
            }
        }
        return applied;
    }

    void grant() {
        Grants grants = new Grants(house.pool(DatabaseRole.OWNER), names("%"));
        grants.apply();
        people.forEach(user -> grants.applyFor(user + "@%"));
    }

    /** Makes the triggers on a server that is not ours, for a demo there: with all rights, or as an administrator did it before. */
    void guard() {
        new Grants(house.pool(DatabaseRole.OWNER), names("%")).guard();
    }

    /** @param host from where the accounts log in */
    Grants.Names names(String host) {
        return new Grants.Names(
                house.settings().schema(),
                business(),
                account(DatabaseRole.OWNER, host),
                account(DatabaseRole.JOB, host),
                account(DatabaseRole.FINANCE, host),
                account(DatabaseRole.READER, host),
                account(DatabaseRole.SEALER, host),
                "gallra_guard@localhost");
    }

    /** Without a business, or with half of one, there is nothing to erase, and the accounts have no rights yet. */
    void requireBusiness() {
        String empty =
                "The embedded database is still empty. To fill it with invented data and see Gallra work: gallra demo";
        if (!hasBusiness()) {
            throw RefusedException.configuration(empty);
        }
        if (half()) {
            throw RefusedException.configuration(
                    "The demo was cut off while it filled the embedded database. To begin anew: gallra demo --reset");
        }
    }

    private boolean half() {
        try {
            return new DemoRows(house.pool(DatabaseRole.OWNER), ObjectSink.NOWHERE)
                    .present(business())
                    .filter(present -> !present.complete())
                    .isPresent();
        } catch (DemoException e) {
            // Somebody put tables of his own there, and knows what he does.
            return false;
        }
    }

    private boolean hasBusiness() {
        HikariDataSource owner = house.pool(DatabaseRole.OWNER);
        Long tables = new JdbcTemplate(owner)
                .queryForObject(
                        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ?",
                        Long.class,
                        business());
        return tables != null && tables > 0;
    }

    /** The schema of the source tables. */
    String business() {
        return house.sources().table(DataCategory.IP_LOGS).record().schema();
    }

    private String account(DatabaseRole role, String host) {
        return house.settings().account(role).user() + "@" + host;
    }
}
