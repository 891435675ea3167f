package se.partnersec.gallra.console;

import com.zaxxer.hikari.HikariDataSource;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.PersonService;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.console.settings.ConsoleSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.Workplace;

/** Console that people also sign in to with single sign-on, and a provider that knows them. */
record SingleSignOnConsole(
        Workplace work, PersonAccounts persons, OpenIdProvider provider, RunningConsole console, Ahead clock)
        implements AutoCloseable {
    static final String CECILIA = "cecilia.dahl";
    static final String SUBJECT = "Sub-1";

    static SingleSignOnConsole start(Workplace work, PersonAccounts persons, Path home) {
        OpenIdProvider provider = OpenIdProvider.start();
        Ahead clock = new Ahead();
        return new SingleSignOnConsole(
                work,
                persons,
                provider,
                RunningConsole.start(
                        new ConsoleSettings(
                                "127.0.0.1",
                                0,
                                null,
                                new ConsoleSettings.Monitoring("127.0.0.1", 0),
                                provider.settings(persons.account(PersonRole.SSO))),
                        work.settings(),
                        Map.of("GALLRA_HOME", home.toString()),
                        clock),
                clock);
    }

    /** Clock of the console, which a test sets ahead. */
    static final class Ahead extends Clock {
        private volatile Duration by = Duration.ZERO;

        void by(Duration time) {
            by = time;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** Puts somebody into the register of people. */
    void register(String person, String subject) {
        both(people -> people.add(person, provider.issuer(), subject, "her account at the provider"));
    }

    void leave(String person) {
        both(people -> people.leave(person, "last day"));
    }

    /** One person asks, another approves. */
    private void both(Function<PersonService, Approval> change) {
        try (HikariDataSource finance = pool(PersonRole.FINANCE);
                HikariDataSource officer = pool(PersonRole.OFFICER)) {
            Approval asked = change.apply(new PersonService(
                    new JdbcTemplate(finance), new TransactionTemplate(new JdbcTransactionManager(finance))));
            Workplace.approvals(officer).approveListed(asked.number(), work.fingerprint());
        }
    }

    private HikariDataSource pool(PersonRole role) {
        DatabaseAccount account = persons.account(role);
        return DataSourceFactory.pool(work.settings(Map.of(DatabaseRole.FINANCE, account)), DatabaseRole.FINANCE, 1);
    }

    /** Answer of the console when the browser comes back from the provider. */
    HttpResponse<String> signOn(Browser browser, String subject) {
        provider.identify(subject);
        String asked = location(browser.get("/oauth2/authorization/sso"));
        return browser.get(location(browser.get(asked)));
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    @Override
    public void close() {
        console.close();
        provider.close();
    }
}
