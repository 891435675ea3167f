package se.partnersec.gallra.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.evidence.SealService;
import se.partnersec.gallra.ledger.evidence.SealVerifier;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.operations.housekeeping.Pruner;
import se.partnersec.gallra.planning.audit.AuditResult;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SealedPlace;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What holds, requests and approvals say of persons goes eleven years later, and the seals say that it went. */
@GallraTest(chunk = 3)
@Tag("full")
class PrunedPersonsIT {
    private static final Duration LATER = Duration.ofDays(11 * 365);

    private final Workplace work;
    private final RequestFixture people;
    private final SealedPlace sealed;
    private final Path folder;

    PrunedPersonsIT(Workplace work, RequestFixture people, @TempDir Path folder) {
        this.work = work;
        this.people = people;
        this.folder = folder;
        this.sealed = new SealedPlace(work);
    }

    @BeforeEach
    void place() {
        long released = work.hold(ScopeType.USER, "anna").number();
        work.release(released, "förlikning");
        people.hold(HoldType.DISPUTE, "ip-logs:1", work.today());
        work.hold(ScopeType.USER, "bo.ek");
        work.allow(CategoryIds.IP_LOGS, new RunTerms(work.fingerprint(), null, null));
        for (long id = 101; id <= 102; id++) {
            Scene.IPS.put(work, Spec.of(id, work.today().minusDays(3)).user(id == 101 ? RequestFixture.ANNA : 77));
        }
        SubjectRequest answered = people.granted(RequestKind.ERASURE);
        work.run(CategoryIds.IP_LOGS, work.today());
        assertThat(work.count("ip_log", "id = 101")).isZero();
        for (String item : List.of("user-data", "credentials", "newsletter")) {
            work.admin()
                    .update(
                            "INSERT INTO request_outcome (item_id, outcome, run_id, at) SELECT id, 'ERASED', 1, UTC_TIMESTAMP(6)"
                                    + " FROM request_item WHERE category = ?",
                            item);
        }
        work.admin()
                .update("INSERT INTO request_answer (request_id, sent_on) VALUES (?, ?)", answered.id(), work.today());
        people.service.add(RequestKind.OBJECTION, "bo@exempel.se", null);
        Audits.census(work);
        sealed.seal();
    }

    private List<String> problems() {
        return new SealVerifier(work.admin(), new JdbcTransactionManager(work.adminPool()))
                .verify(SealPublicKeys.read(sealed.publicKey), SealStores.in(null))
                .problems();
    }

    /** Does something under the owner's account as of eleven years from now. */
    private void later(java.util.function.BiConsumer<JdbcTemplate, JdbcTransactionManager> what) {
        try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), DatabaseRole.OWNER, 1)) {
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            jdbc.execute("SET SESSION timestamp = "
                    + Instant.now(Clock.systemUTC()).plus(LATER).getEpochSecond());
            what.accept(jdbc, new JdbcTransactionManager(pool));
        }
    }

    private void prune() {
        later((jdbc, manager) -> {
            Pruner.Report report = new Pruner(jdbc, manager, HousekeepingPolicy.USUAL, point -> {}).prune(folder, true);
            assertThat(report.done())
                    .filteredOn(done -> done.kind() == HousekeepingKind.HOLDS)
                    .singleElement()
                    .satisfies(done -> assertThat(done.removed()).isEqualTo(2));
            assertThat(report.done())
                    .extracting(Pruner.Done::kind)
                    .contains(HousekeepingKind.REQUESTS, HousekeepingKind.APPROVALS);
        });
    }

    private void sealLater() {
        SealKey key =
                SealKey.read(Objects.requireNonNull(sealed.settings().seals().keyFile()));
        later((jdbc, manager) -> new SealService(jdbc, manager, key, SealStores.in(null), CategoryIds.ALL).seal());
    }

    @Test
    void what_is_past_its_period_goes_and_is_sealed_as_gone() {
        prune();
        assertThat(work.texts("SELECT scope_text FROM hold")).containsExactly("bo.ek");
        assertThat(work.number("SELECT COUNT(*) FROM approved_release")).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM approval_request WHERE subject_kind IN ('RELEASE', 'RUN')"))
                .isZero();
        assertThat(work.number("SELECT COUNT(*) FROM policy_adopted"))
                .as("what later audits rest on stays")
                .isPositive();
        assertThat(work.texts("SELECT kind FROM subject_request"))
                .as("that waits for an answer")
                .containsExactly("OBJECTION");
        assertThat(work.number("SELECT COUNT(*) FROM request_item")).isZero();
        assertThat(problems()).as("before it is sealed as gone").isNotEmpty();
        sealLater();
        assertThat(problems()).isEmpty();
    }

    @Test
    void what_the_audit_can_no_longer_evaluate_it_does_not_call_good() {
        assertThat(audit().good()).isOne();
        prune();
        AuditResult result = audit();
        assertThat(result.breaches()).isEmpty();
        assertThat(result.good()).isZero();
        assertThat(result.gaps()).containsOnlyKeys(AuditResult.Gap.PRUNED);
    }

    private AuditResult audit() {
        try (SuiteContext suite = work.suite()) {
            return Audits.of(work, suite).auditAll(Optional.empty());
        }
    }

    /** The control: whoever removes one more than the note says, or one that is too young, has all of them named. */
    @Test
    void what_somebody_else_removed_is_found() {
        prune();
        work.admin().update("DELETE FROM held_count");
        work.admin().update("DELETE FROM hold_target");
        work.admin().update("DELETE FROM hold");
        work.admin().update("UPDATE pruned SET rows_removed = 1");
        sealLater();
        assertThat(problems())
                .anySatisfy(problem -> assertThat(problem).contains("hold ", "removed after it was sealed"));
    }

    @Test
    void what_is_too_young_is_not_believed_to_be_pruned() {
        work.admin().update("DELETE FROM held_count");
        work.admin().update("DELETE FROM approved_release");
        work.admin()
                .update("INSERT INTO pruned (kind, older_than, records, rows_removed, first_key, last_key, export)"
                        + " VALUES ('holds', UTC_TIMESTAMP(6), 9, 99, '1', '9', REPEAT('0', 64))");
        sealed.seal();
        assertThat(problems()).anySatisfy(problem -> assertThat(problem).contains("removed after it was sealed"));
    }
}
