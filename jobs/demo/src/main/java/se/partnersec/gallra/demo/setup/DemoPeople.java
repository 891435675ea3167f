package se.partnersec.gallra.demo.setup;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.PersonRole;

/** Logins of invented people, one a role and two of officers, to try the web console with. */
public final class DemoPeople {
    // Whoever enters a request may not decide it, so there are two officers.
    private static final List<Member> MEMBERS = List.of(
            new Member(PersonRole.OPERATIONS, "dora"),
            new Member(PersonRole.FINANCE, "fredrik"),
            new Member(PersonRole.OFFICER, "oskar"),
            new Member(PersonRole.OFFICER, "olivia"),
            new Member(PersonRole.AUDITOR, "axel"));

    private final DatabaseLogin owner;
    private final GallraSettings settings;
    private final ConfigurationFiles files;

    public DemoPeople(DatabaseLogin owner, GallraSettings settings, ConfigurationFiles files) {
        this.owner = owner;
        this.settings = settings;
        this.files = files;
    }

    private record Member(PersonRole role, String name) {}

    /** Makes them anew, each with a password that nobody has seen before. */
    public Map<DatabaseAccount, PersonRole> make() {
        Grants grants = new Grants(
                owner.dataSource(),
                Grants.Names.of(settings, files.sources(), files.categories().names(), "%"));
        Map<DatabaseAccount, PersonRole> people = new LinkedHashMap<>();
        MEMBERS.forEach(member -> {
            String name = member.name();
            DatabaseAccount account = new DatabaseAccount(name, password());
            owner.jdbc().execute("DROP USER IF EXISTS '" + name + "'@'%'");
            owner.jdbc().execute("CREATE USER '" + name + "'@'%' IDENTIFIED BY '" + account.password() + "'");
            grants.applyFor(name + "@%", member.role());
            people.put(account, member.role());
        });
        return people;
    }

    private static String password() {
        byte[] random = new byte[9];
        new SecureRandom().nextBytes(random);
        return "Aa-" + HexFormat.of().formatHex(random);
    }
}
