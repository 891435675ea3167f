package se.partnersec.gallra.demo.setup;

import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.PersonRole;

/** Logins of invented people, one a role, to try the web console with. */
public final class DemoPeople {
    private static final Map<PersonRole, String> NAMES = Map.of(
            PersonRole.OPERATIONS, "dora",
            PersonRole.FINANCE, "fredrik",
            PersonRole.OFFICER, "olivia",
            PersonRole.AUDITOR, "axel");

    private final DatabaseLogin owner;
    private final GallraSettings settings;
    private final ConfigurationFiles files;

    public DemoPeople(DatabaseLogin owner, GallraSettings settings, ConfigurationFiles files) {
        this.owner = owner;
        this.settings = settings;
        this.files = files;
    }

    /** Makes them anew, each with a password that nobody has seen before. */
    public Map<PersonRole, DatabaseAccount> make() {
        Grants grants = new Grants(
                owner.dataSource(),
                Grants.Names.of(settings, files.sources(), files.categories().names(), "%"));
        Map<PersonRole, DatabaseAccount> people = new EnumMap<>(PersonRole.class);
        NAMES.forEach((role, name) -> {
            DatabaseAccount account = new DatabaseAccount(name, password());
            owner.jdbc().execute("DROP USER IF EXISTS '" + name + "'@'%'");
            owner.jdbc().execute("CREATE USER '" + name + "'@'%' IDENTIFIED BY '" + account.password() + "'");
            grants.applyFor(name + "@%", role);
            people.put(role, account);
        });
        return people;
    }

    private static String password() {
        byte[] random = new byte[9];
        new SecureRandom().nextBytes(random);
        return "Aa-" + HexFormat.of().formatHex(random);
    }
}
