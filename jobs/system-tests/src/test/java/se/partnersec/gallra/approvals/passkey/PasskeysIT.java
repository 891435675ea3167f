package se.partnersec.gallra.approvals.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.assertion.Assertion;
import se.partnersec.gallra.approvals.assertion.KeyAlgorithm;
import se.partnersec.gallra.approvals.assertion.Passkey;
import se.partnersec.gallra.approvals.assertion.PasskeyRepository;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalRepository;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.PersonRegister;
import se.partnersec.gallra.approvals.request.PersonService;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.SoftwarePasskey;
import se.partnersec.gallra.testing.Workplace;

/** Approvals with a passkey count if the passkey signed them, and if it was on record then; whoever wrote the row. */
@GallraTest
@Tag("core")
class PasskeysIT {
    private static final String CECILIA = "cecilia.dahl";
    private static final long FEW = 700;

    private final Workplace work;
    private final PermitPeople staff;
    private PersonAccounts persons;
    private final HikariDataSource job;
    private HikariDataSource console;
    private JdbcTemplate session;
    private PasskeyService cecilias;
    private PasskeyService annas;
    private final SoftwarePasskey passkey = new SoftwarePasskey(KeyAlgorithm.ES256);

    PasskeysIT(Workplace work, PermitPeople staff) {
        this.work = work;
        this.staff = staff;
        persons = PersonAccounts.create(work.accounts());
        job = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 2);
        console = pool(CECILIA);
        session = new JdbcTemplate(console);
        cecilias = service(console);
        annas = service(staff.anna);
    }

    @BeforeEach
    void nothing_yet() {
        assertThat(work.number("SELECT COUNT(*) FROM person_key")).isZero();
    }

    @AfterEach
    void leave() {
        console.close();
        job.close();
        persons.close();
    }

    private HikariDataSource pool(String person) {
        DatabaseAccount shared = persons.account(PersonRole.SSO);
        return DataSourceFactory.pool(
                work.settings(
                        Map.of(DatabaseRole.FINANCE, new DatabaseAccount(shared.user(), shared.password(), person))),
                DatabaseRole.FINANCE,
                2);
    }

    private PasskeyService service(HikariDataSource pool) {
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
        ApprovalService approvals = Workplace.approvals(pool);
        return new PasskeyService(
                jdbc,
                transaction,
                approvals,
                new PlanService(
                        jdbc, transaction, approvals, 24, Categories.registry().names()),
                LimitPolicy.byDefault(Categories.registry().names()),
                work.fingerprint());
    }

    private static long id(Passkey each) {
        return each.id();
    }

    private Passkey offered(PasskeyService by, SoftwarePasskey key) {
        return by.offer(key.credential(), key.publicKey(), key.algorithm().cose(), SoftwarePasskey.ORIGIN);
    }

    private Approval approve(HikariDataSource by, Approval asked) {
        return Workplace.approvals(by).approveListed(asked.number(), work.fingerprint());
    }

    private Passkey onRecord(PasskeyService by, SoftwarePasskey key) {
        Passkey offered = offered(by, key);
        approve(staff.bo, annas.ask(offered.id(), "new telephone"));
        return offered;
    }

    private Approval asked(long most) {
        return Workplace.approvals(staff.anna)
                .allow(CategoryIds.IP_LOGS, new RunTerms(work.fingerprint(), most, null), "a week was missed");
    }

    private Approval signed(Approval asked) {
        PasskeyService.Challenge challenge = cecilias.challenge(asked.id());
        return cecilias.approve(
                asked.id(), passkey.credential(), passkey.sign(challenge.nonce(), challenge.challenge()));
    }

    private ApprovalRepository eraser() {
        return new ApprovalRepository(new JdbcTemplate(job));
    }

    private List<Approval> usable() {
        return eraser().forRun(0, CategoryIds.IP_LOGS, work.fingerprint(), work.today(), FEW, true);
    }

    private List<Long> unsigned() {
        return new PasskeyRepository(work.admin(), sql -> sql).unsigned();
    }

    /** What the console writes, written by hand. */
    private void write(long request, long key, Assertion signed) {
        session.update(
                "INSERT INTO key_approval (request_id, key_id, nonce, authenticator_data, client_data, signature)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                request,
                key,
                signed.nonce(),
                signed.authenticatorData(),
                signed.clientData(),
                signed.signature());
    }

    private void refused(long request, long key, String why) {
        assertThatThrownBy(() -> write(request, key, signs(request)))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining(why);
        assertThat(work.number("SELECT COUNT(*) FROM approval WHERE request_id = " + request))
                .isZero();
        assertThat(work.number("SELECT COUNT(*) FROM key_approval WHERE request_id = " + request))
                .isZero();
    }

    private Assertion signs(long request) {
        return passkey.sign(nonce(7), challenge(request, nonce(7)));
    }

    private String challenge(long request, String nonce) {
        return new PasskeyRepository(work.admin(), sql -> sql)
                .challenge(request)
                .orElseThrow()
                .with(nonce);
    }

    private static String nonce(long seed) {
        byte[] random = new byte[32];
        new Random(seed).nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @ParameterizedTest
    @EnumSource
    void a_passkey_on_record_approves_a_run_and_the_eraser_believes_it(KeyAlgorithm algorithm) {
        SoftwarePasskey key = new SoftwarePasskey(algorithm);
        Passkey offered = offered(cecilias, key);
        Approval asked = asked(FEW);
        PasskeyService.Challenge before = cecilias.challenge(asked.id());
        assertThat(before.passkeys()).isEmpty();
        assertThatThrownBy(() ->
                        cecilias.approve(asked.id(), key.credential(), key.sign(before.nonce(), before.challenge())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no passkey of cecilia.dahl that counts");
        Approval wanted = annas.ask(offered.id(), "new telephone");
        assertThatThrownBy(() -> approve(staff.anna, wanted)).hasMessageContaining("asked for");
        assertThat(approve(staff.bo, wanted).state()).isEqualTo(Approval.State.APPROVED);

        PasskeyService.Challenge challenge = cecilias.challenge(asked.id());
        assertThat(challenge.passkeys()).extracting(PasskeysIT::id).containsExactly(offered.id());
        assertThat(usable()).isEmpty();
        Approval given =
                cecilias.approve(asked.id(), key.credential(), key.sign(challenge.nonce(), challenge.challenge()));
        assertThat(given.state()).isEqualTo(Approval.State.APPROVED);
        assertThat(given.approvedBy()).isEqualTo("cecilia.dahl, with a passkey");
        assertThat(usable()).extracting(Approval::number).containsExactly(asked.number());
        assertThat(eraser().use(asked.number(), 7)).isTrue();
        assertThat(eraser().usedBy(7)).containsExactly(asked.number());
        assertThat(unsigned()).isEmpty();
        assertThat(work.texts("SELECT detail FROM audit WHERE action = 'approval.approve' ORDER BY id DESC LIMIT 1"))
                .singleElement()
                .asString()
                .startsWith("for cecilia.dahl: ");
    }

    /** The control: the database believes each of them, because it cannot check a signature. */
    @Test
    void five_hundred_signatures_that_are_not_of_this_approval_are_believed_by_nobody() {
        Passkey mine = onRecord(cecilias, passkey);
        SoftwarePasskey stranger = new SoftwarePasskey(KeyAlgorithm.ES256);
        SoftwarePasskey others = new SoftwarePasskey(KeyAlgorithm.ES256);
        try (HikariDataSource second = pool("david.ek")) {
            onRecord(service(second), others);
        }
        Approval earlier = asked(FEW);
        List<Function<Long, Assertion>> ways = List.of(
                request -> altered(signs(request), request, 0),
                request -> altered(signs(request), request, 1),
                request -> altered(signs(request), request, 2),
                request -> signs(earlier.number()),
                request -> passkey.sign(nonce(1), challenge(request, nonce(2))),
                request -> client(request, "type", "webauthn.create"),
                request -> client(request, "origin", "https://gallra.example.org"),
                request -> client(request, "origin", SoftwarePasskey.ORIGIN + ":8443"),
                request -> client(request, "crossOrigin", true),
                request -> client(request, "topOrigin", SoftwarePasskey.ORIGIN),
                request -> flags(request, "gallra.example.org", SoftwarePasskey.PRESENT | SoftwarePasskey.VERIFIED),
                request -> flags(request, SoftwarePasskey.PARTY, SoftwarePasskey.PRESENT),
                request -> flags(request, SoftwarePasskey.PARTY, SoftwarePasskey.VERIFIED),
                request -> stranger.sign(nonce(3), challenge(request, nonce(3))),
                request -> others.sign(nonce(3), challenge(request, nonce(3))),
                request -> cut(signs(request)),
                request -> new Assertion(nonce(7), "", "", ""),
                request -> new Assertion(nonce(7), "e30", "e30", "e30"),
                request -> new Assertion(
                        nonce(8),
                        signs(request).authenticatorData(),
                        signs(request).clientData(),
                        signs(request).signature()),
                request -> new Assertion(
                        nonce(7),
                        signs(request).authenticatorData(),
                        signs(request).clientData() + "=",
                        signs(request).signature()));
        List<Long> requests = new ArrayList<>();
        for (int round = 0; round < 25; round++) {
            for (Function<Long, Assertion> way : ways) {
                Approval asked = asked(FEW);
                write(asked.number(), mine.id(), way.apply(asked.number()));
                requests.add(asked.number());
            }
        }
        assertThat(requests).hasSize(500);
        assertThat(work.number("SELECT COUNT(*) FROM valid_approval WHERE subject_kind = 'RUN'"))
                .as("the control")
                .isEqualTo(500);
        assertThat(usable()).as("the eraser").isEmpty();
        assertThat(unsigned()).as("the auditor").containsExactlyElementsOf(requests);
        assertThat(requests)
                .allSatisfy(each -> assertThat(eraser().find(each))
                        .as("what people see")
                        .satisfies(found -> {
                            assertThat(found.state()).isEqualTo(Approval.State.UNSIGNED);
                            assertThat(found.approvedBy()).isNull();
                        }));
        assertThat(signed(earlier).state()).as("the same passkey, rightly").isEqualTo(Approval.State.APPROVED);
        assertThat(usable()).extracting(Approval::number).containsExactly(earlier.number());
    }

    /** With one bit turned over in one of the three, so that each round is another. */
    private static Assertion altered(Assertion signed, long request, int which) {
        Random random = new Random(request);
        List<byte[]> parts = List.of(
                SoftwarePasskey.bytes(signed.authenticatorData()),
                SoftwarePasskey.bytes(signed.clientData()),
                SoftwarePasskey.bytes(signed.signature()));
        byte[] part = parts.get(which);
        part[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));
        return new Assertion(
                signed.nonce(),
                SoftwarePasskey.text(parts.get(0)),
                SoftwarePasskey.text(parts.get(1)),
                SoftwarePasskey.text(parts.get(2)));
    }

    private Assertion client(long request, String name, Object value) {
        Map<String, Object> client = SoftwarePasskey.client(challenge(request, nonce(7)));
        client.put(name, value);
        return passkey.sign(
                nonce(7),
                client,
                SoftwarePasskey.authenticator(
                        SoftwarePasskey.PARTY, SoftwarePasskey.PRESENT | SoftwarePasskey.VERIFIED));
    }

    private Assertion flags(long request, String party, int flags) {
        return passkey.sign(
                nonce(7),
                SoftwarePasskey.client(challenge(request, nonce(7))),
                SoftwarePasskey.authenticator(party, flags));
    }

    private static Assertion cut(Assertion signed) {
        return new Assertion(
                signed.nonce(),
                signed.authenticatorData(),
                signed.clientData(),
                signed.signature().substring(0, 40));
    }

    @Test
    void a_login_and_a_passkey_of_one_person_are_one_person() {
        String anna = PersonRegister.login(
                String.valueOf(new JdbcTemplate(staff.anna).queryForObject("SELECT CURRENT_USER()", String.class)));
        PersonService people = new PersonService(
                new JdbcTemplate(staff.anna), new TransactionTemplate(new JdbcTransactionManager(staff.anna)));
        approve(staff.bo, people.add(CECILIA, "", anna, "her login"));
        Passkey mine = onRecord(cecilias, passkey);
        Approval asked = asked(FEW);
        assertThatThrownBy(() -> cecilias.challenge(asked.id()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("another person must approve it");
        refused(asked.number(), mine.id(), "both logins are of one person");
    }

    @Test
    void what_is_not_on_record_or_ended_or_of_somebody_who_left_approves_nothing() {
        Passkey mine = offered(cecilias, passkey);
        Approval asked = asked(FEW);
        refused(asked.number(), mine.id(), "not on record");
        refused(asked.number(), 4711, "not on record");
        Approval wanted = annas.ask(mine.id(), "new telephone");
        refused(asked.number(), mine.id(), "not on record");
        approve(staff.bo, wanted);
        Approval first = asked(FEW);
        signed(first);

        annas.end(mine.id(), "lost");
        refused(asked.number(), mine.id(), "not on record");
        assertThat(unsigned()).as("what it signed before stays").isEmpty();
        assertThat(usable()).extracting(Approval::number).containsExactly(first.number());
        assertThatThrownBy(() -> annas.end(mine.id(), "lost again")).hasMessageContaining("neither counts nor waits");

        approve(staff.bo, annas.ask(mine.id(), "found again"));
        signed(asked);
        assertThat(usable()).hasSize(2);
        Workplace.approvals(staff.bo).withdraw(asked.number(), "by mistake");
        assertThat(usable()).extracting(Approval::number).containsExactly(first.number());

        PersonService people = new PersonService(
                new JdbcTemplate(staff.anna), new TransactionTemplate(new JdbcTransactionManager(staff.anna)));
        approve(staff.bo, people.add(CECILIA, "https://login.example.com", "Sub-1", "her sign-in"));
        assertThat(new PersonRegister(work.admin()).find("https://login.example.com", "Sub-1"))
                .isPresent();
        assertThat(new PersonRegister(work.admin()).find("https://login.example.com", "sub-1"))
                .isEmpty();
        approve(staff.bo, people.leave(CECILIA, "last day"));
        Approval late = asked(FEW);
        refused(late.number(), mine.id(), "this person has left");
    }

    @Test
    void the_console_s_account_approves_nothing_by_itself_and_nothing_but_runs_and_plans() {
        Passkey mine = onRecord(cecilias, passkey);
        Approval asked = asked(FEW);
        for (String sql : List.of(
                "INSERT INTO approval (request_id, requested_by) VALUES (" + asked.number() + ", '"
                        + asked.requestedBy() + "')",
                "INSERT INTO approval_request (uuid, subject_kind, subject_id, terms, reason, valid_days)"
                        + " VALUES ('u', 'RUN', 'ip-logs', 't', 'x', 1)",
                "INSERT INTO key_approval (request_id, key_id, nonce, authenticator_data, client_data, signature, person)"
                        + " VALUES (" + asked.number() + ", " + mine.id() + ", '', '', '', '', 'bo.ek')",
                "INSERT INTO key_approval (request_id, key_id, nonce, authenticator_data, client_data, signature, given_by)"
                        + " VALUES (" + asked.number() + ", " + mine.id() + ", '', '', '', '', 'bo@%')",
                "UPDATE person_key SET person = 'bo.ek'",
                "DELETE FROM key_approval")) {
            assertThatThrownBy(() -> session.update(sql))
                    .as(sql)
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("denied");
        }
        work.customer(1);
        Approval release = Workplace.approvals(staff.anna)
                .releases()
                .ask(work.hold(ScopeType.CUSTOMER, "K-1").number(), "over", null);
        refused(release.number(), mine.id(), "runs and plans alone");
        Passkey second = offered(cecilias, new SoftwarePasskey(KeyAlgorithm.EDDSA));
        refused(annas.ask(second.id(), "one more").number(), mine.id(), "runs and plans alone");
        for (HikariDataSource other : List.of(staff.anna, staff.bo)) {
            assertThatThrownBy(() -> new JdbcTemplate(other)
                            .update(
                                    "INSERT INTO key_approval (request_id, key_id, nonce, authenticator_data, client_data, signature)"
                                            + " VALUES (?, ?, '', '', '', '')",
                                    asked.number(),
                                    mine.id()))
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("denied");
        }
        assertThat(signed(asked).state()).isEqualTo(Approval.State.APPROVED);
        assertThatThrownBy(() -> approve(staff.bo, asked)).hasMessageContaining("approved already");
        refusedTwice(asked.number(), mine.id());
    }

    private void refusedTwice(long request, long key) {
        assertThatThrownBy(() -> write(request, key, signs(request))).isInstanceOf(DataAccessException.class);
        assertThat(work.number("SELECT COUNT(*) FROM approval WHERE request_id = " + request))
                .isOne();
    }

    @Test
    void a_passkey_approves_no_more_than_max_records() {
        Passkey mine = onRecord(cecilias, passkey);
        Approval many = asked(1_000_001);
        assertThatThrownBy(() -> cecilias.challenge(many.id()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("a passkey approves at most 1000000");
        assertThat(signed(asked(1_000_000)).state()).isEqualTo(Approval.State.APPROVED);
        assertThat(mine.counts()).isFalse();
    }

    @Test
    void outside_the_console_nobody_offers_or_uses_a_passkey() {
        assertThatThrownBy(() -> offered(annas, passkey)).hasMessageContaining("in the web console");
        assertThatThrownBy(() -> cecilias.offer(passkey.credential(), "AAAA", -7, SoftwarePasskey.ORIGIN))
                .hasMessageContaining("cannot be used");
        assertThatThrownBy(() -> cecilias.offer(passkey.credential(), passkey.publicKey(), -36, SoftwarePasskey.ORIGIN))
                .hasMessageContaining("algorithm -36");
        assertThatThrownBy(
                        () -> cecilias.offer(passkey.credential(), passkey.publicKey(), -257, SoftwarePasskey.ORIGIN))
                .hasMessageContaining("cannot be used");
        assertThat(new PasskeyRepository(session, new MaskedTables(session)).all())
                .isEmpty();
    }
}
