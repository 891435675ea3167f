package se.partnersec.gallra.console.person;

import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.app.boot.GallraContext;
import se.partnersec.gallra.approvals.request.PersonRegister;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.operations.access.SignInLog;

/** Signs people in by asking the database, which alone knows their passwords and rights. */
public final class PersonSignIn implements AutoCloseable {
    /** What commands of a person take from the environment of the console: no account, no key, no setting of runs. */
    private static final List<String> PASSED = List.of("GALLRA_HOME", "TZ");

    /** Results that take long are read by so many at once, whoever asked. */
    private static final int ASIDE = 8;

    private final ExecutorService aside = Executors.newFixedThreadPool(ASIDE, task -> {
        Thread thread = new Thread(task, "aside");
        thread.setDaemon(true);
        return thread;
    });
    private final ExecutorService acts = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "act");
        thread.setDaemon(true);
        return thread;
    });
    private final GallraSettings console;
    private final Clock clock;
    private final Map<String, String> environment;

    /** @param console settings of the console itself */
    public PersonSignIn(GallraSettings console, Clock clock, Map<String, String> environment) {
        this.console = console;
        this.clock = clock;
        Map<String, String> passed = new HashMap<>();
        PASSED.forEach(name -> passed.computeIfAbsent(name, environment::get));
        this.environment = Map.copyOf(passed);
    }

    /**
     * Opens what the person works with, and notes in the audit that they came.
     *
     * @param from network address of their browser
     * @throws NoRoleException if the login has no role, or more than one, or the one of single sign-on
     * @throws org.springframework.dao.DataAccessException if the database refuses the login, or does not answer
     */
    public Person signIn(String login, String password, String from) {
        GallraSettings settings = of(new DatabaseAccount(login, password));
        PersonRole role;
        try (var connections = DataSourceFactory.pool(settings, DatabaseRole.READER, 1)) {
            List<PersonRole> roles = PersonRole.own(connections);
            // Of the account that many share nobody would know who read.
            if (roles.size() != 1 || roles.contains(PersonRole.SSO)) {
                throw new NoRoleException(roles);
            }
            role = roles.get(0);
            SignInLog.note(connections, role, from);
        }
        return open(new SignedInAs(login, role, null), settings);
    }

    /**
     * The same for somebody whom an OpenID provider has identified.
     *
     * @param shared account with the role {@code sso}
     * @param subject name of their account at the provider
     * @throws NoRoleException if the account has another role
     * @throws NotRegisteredException if the register of people does not have them
     */
    public Person signOn(DatabaseAccount shared, String issuer, String subject, String from) {
        String name;
        try (var connections = DataSourceFactory.pool(of(shared), DatabaseRole.READER, 1)) {
            List<PersonRole> roles = PersonRole.own(connections);
            if (!roles.equals(List.of(PersonRole.SSO))) {
                throw new NoRoleException(roles);
            }
            name = new PersonRegister(new JdbcTemplate(connections))
                    .find(issuer, subject)
                    .filter(person -> person.left() == null)
                    .map(PersonRegister.Person::name)
                    .orElseThrow(NotRegisteredException::new);
        }
        GallraSettings settings = of(new DatabaseAccount(shared.user(), shared.password(), name));
        try (var connections = DataSourceFactory.pool(settings, DatabaseRole.READER, 1)) {
            SignInLog.note(connections, PersonRole.SSO, from);
        }
        return open(new SignedInAs(name, PersonRole.SSO, new SignedInAs.Subject(issuer, subject)), settings);
    }

    private Person open(SignedInAs as, GallraSettings settings) {
        return new Person(as, GallraContext.of(settings, clock), clock, environment, aside, acts);
    }

    /** The settings of the console with one account for everything, and without any secret of a service. */
    private GallraSettings of(DatabaseAccount person) {
        Map<DatabaseRole, DatabaseAccount> accounts = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            accounts.put(role, person);
        }
        SealSettings seals = console.seals();
        return new GallraSettings(
                console.url(),
                accounts,
                null,
                console.config(),
                console.tags(),
                console.chunk(),
                new SealSettings(
                        new SealSettings.KeyFiles(null, seals.keys().trusted()),
                        new SealSettings.KeyFiles(null, seals.issuer().trusted()),
                        seals.folder(),
                        null,
                        seals.prefix(),
                        seals.retentionDays(),
                        seals.acceptUnlocked()),
                console.single());
    }

    /** Ends what is being read. Commands of forms go on, as long as this process lives. */
    @Override
    public void close() {
        acts.shutdown();
        aside.shutdownNow();
    }
}
