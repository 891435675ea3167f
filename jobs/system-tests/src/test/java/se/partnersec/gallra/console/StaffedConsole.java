package se.partnersec.gallra.console;

import java.nio.file.Path;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.Workplace;

/** Console in the process of the tests, with a login of each role. */
record StaffedConsole(PersonAccounts persons, RunningConsole console) implements AutoCloseable {

    static StaffedConsole start(Workplace work, Path home) {
        PersonAccounts persons = PersonAccounts.create(work.accounts());
        return new StaffedConsole(persons, RunningConsole.start(work.settings(), home));
    }

    DatabaseAccount account(PersonRole role) {
        return persons.account(role);
    }

    /** Browser in which somebody of that role has signed in, in English. */
    Browser as(PersonRole role) {
        return console.as(account(role), "en");
    }

    @Override
    public void close() {
        console.close();
        persons.close();
    }
}
