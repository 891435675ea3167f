package se.partnersec.gallra.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.store.Account;
import se.partnersec.gallra.store.BucketSettings;
import se.partnersec.gallra.store.Databases;
import se.partnersec.gallra.store.Grants;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.Migrations;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.Settings;
import se.partnersec.gallra.store.SqlScript;

/** The five accounts with the rights of {@code sql/grants.sql}, over the tables of the suite and of the demo's business. */
public record GrantedAccounts(FreshSchemas schemas, Map<Role, Account> accounts) implements AutoCloseable {
    private static final String PASSWORD = "Bara-for-prov-1";

    /** Makes tables and accounts in two empty schemas, as a database administrator would. */
    public static GrantedAccounts create(FreshSchemas schemas) {
        Map<Role, Account> accounts = new EnumMap<>(Role.class);
        String prefix = schemas.suite().substring(0, schemas.suite().lastIndexOf('_') + 1);
        for (Role role : Role.values()) {
            Account account = new Account(prefix + role.name().toLowerCase(Locale.ROOT), PASSWORD);
            schemas.database().execute("", "CREATE USER '" + account.user() + "'@'%' IDENTIFIED BY '" + PASSWORD + "'");
            accounts.put(role, account);
        }
        GrantedAccounts granted = new GrantedAccounts(schemas, accounts);
        schemas.database()
                .execute(
                        schemas.business(),
                        SqlScript.read("demo/schema.sql").statements().toArray(String[]::new));
        try (HikariDataSource administrator = Databases.pool(schemas.settings(), Role.OWNER, 1)) {
            Grants grants = new Grants(administrator, granted.names());
            grants.prepare();
            try (HikariDataSource owner = Databases.pool(granted.settings(null), Role.OWNER, 2)) {
                new Migrations(owner).migrate();
            }
            grants.apply();
        }
        return granted;
    }

    public Grants.Names names() {
        return new Grants.Names(
                schemas.suite(),
                schemas.business(),
                host(Role.OWNER),
                host(Role.JOB),
                host(Role.FINANCE),
                host(Role.READER),
                host(Role.SEALER),
                guard());
    }

    /** Whose rights the triggers of these schemas run with. */
    public String guard() {
        return schemas.guardUser() + "@localhost";
    }

    private String host(Role role) {
        return account(role).user() + "@%";
    }

    public Account account(Role role) {
        Account account = accounts.get(role);
        if (account == null) {
            throw new IllegalStateException("no account for " + role);
        }
        return account;
    }

    /** As a production system has them: every role with its own account. */
    public Settings settings(@Nullable BucketSettings bucket) {
        return new Settings(
                schemas.database().url(schemas.suite()),
                accounts,
                bucket,
                Path.of("..", "job-config"),
                new KeyTags(new byte[32]),
                100);
    }

    @Override
    public void close() {
        for (Account account : accounts.values()) {
            schemas.database().execute("", "DROP USER '" + account.user() + "'@'%'");
        }
    }
}
