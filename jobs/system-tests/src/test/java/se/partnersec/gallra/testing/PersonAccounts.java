package se.partnersec.gallra.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.PersonRole;

/** A login for each role of a person, with the rights that {@code gallra db grants --person} prints. */
public record PersonAccounts(GrantedAccounts granted, FreshSchemas schemas, Map<PersonRole, DatabaseAccount> accounts)
        implements AutoCloseable {
    private static final String PASSWORD = "Bara-for-prov-2";

    /** Makes them beside the accounts of the suite, as a database administrator would. */
    public static PersonAccounts create(GrantedAccounts granted) {
        return create(granted, "p");
    }

    /** Another login for each role. @param mark in their names, a few letters */
    public PersonAccounts again(String mark) {
        return create(granted, mark);
    }

    private static PersonAccounts create(GrantedAccounts granted, String mark) {
        FreshSchemas schemas = granted.schemas();
        Map<PersonRole, DatabaseAccount> accounts = new EnumMap<>(PersonRole.class);
        String prefix = schemas.suite().substring(0, schemas.suite().lastIndexOf('_') + 1);
        try (HikariDataSource administrator = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 1)) {
            Grants grants = new Grants(administrator, granted.names());
            for (PersonRole role : PersonRole.values()) {
                DatabaseAccount account = new DatabaseAccount(prefix + mark + "_" + role.id(), PASSWORD);
                schemas.database()
                        .execute("", "CREATE USER '" + account.user() + "'@'%' IDENTIFIED BY '" + PASSWORD + "'");
                grants.applyFor(account.user() + "@%", role);
                accounts.put(role, account);
            }
        }
        return new PersonAccounts(granted, schemas, accounts);
    }

    public DatabaseAccount account(PersonRole role) {
        return Objects.requireNonNull(accounts.get(role));
    }

    @Override
    public void close() {
        accounts.values().forEach(account -> schemas.database().execute("", "DROP USER '" + account.user() + "'@'%'"));
    }
}
