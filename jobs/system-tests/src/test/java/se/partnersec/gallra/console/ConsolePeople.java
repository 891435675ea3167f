package se.partnersec.gallra.console;

import java.util.EnumMap;
import java.util.Map;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.testing.Program;

/** Logins that {@code gallra demo people} made. */
record ConsolePeople(Map<PersonRole, DatabaseAccount> accounts) {

    static ConsolePeople make(Program gallra) {
        Map<PersonRole, DatabaseAccount> accounts = new EnumMap<>(PersonRole.class);
        gallra.run("demo people --plain")
                .cells()
                .forEach(row -> accounts.put(PersonRole.of(row.get(0)), new DatabaseAccount(row.get(1), row.get(2))));
        return new ConsolePeople(accounts);
    }

    DatabaseAccount of(PersonRole role) {
        return java.util.Objects.requireNonNull(accounts.get(role));
    }
}
