package se.partnersec.gallra.planning.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SealedPlace;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What was audited is not read again once the record of it is sealed; and only then. */
@GallraTest(chunk = 3)
@Tag("full")
class RecordedAuditIT {
    private static final String ROW =
            "UPDATE ledger_chunk SET hash = UNHEX(SHA2('x', 256)) WHERE seq = (SELECT MAX(to_seq) FROM ledger_audit)";

    private final Workplace work;
    private final LocalDate today;
    private final SealedPlace sealed;

    RecordedAuditIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
        this.sealed = new SealedPlace(work);
    }

    @BeforeEach
    void fill() {
        work.ipLogs(1, 7, 200, null);
        work.run(CategoryIds.IP_LOGS, today);
    }

    private AuditResult audit(boolean all) {
        try (SuiteContext suite = work.suite()) {
            LedgerAudit audit = Audits.of(work, suite);
            AuditResult result = all ? audit.auditAll(Optional.empty()) : audit.audit(Optional.empty());
            assertThat(audit.note(result)).isTrue();
            return result;
        }
    }

    private void seal() {
        sealed.seal();
    }

    @Test
    void what_was_audited_and_sealed_is_not_read_again_and_counts() {
        AuditResult first = audit(false);
        assertThat(first.earlier()).isZero();
        assertThat(first.good()).isEqualTo(7);
        assertThat(audit(false).earlier())
                .as("nothing covers the record of it yet")
                .isZero();
        seal();
        work.ipLogs(8, 2, 200, null);
        work.hold(ScopeType.USER, "nobody");
        work.run(CategoryIds.IP_LOGS, today);
        AuditResult next = audit(false);
        assertThat(next.earlier()).isEqualTo(first.rows());
        assertThat(next.items()).isEqualTo(9);
        assertThat(next.good()).isEqualTo(7);
        assertThat(next.gaps()).containsOnlyKeys(AuditResult.Gap.LOST_NAME);
        AuditResult all = audit(true);
        assertThat(all.earlier()).isZero();
        assertThat(all.tally().gaps()).isEqualTo(next.gaps());
        assertThat(all.rows()).isEqualTo(next.rows());
    }

    /** Whoever lets an audit say more than it said, or exchanges the row that it ends with, has all of it read again. */
    @ParameterizedTest
    @ValueSource(
            strings = {"UPDATE ledger_audit SET good = good + 1", "UPDATE ledger_audit SET to_seq = to_seq - 1", ROW})
    void an_audit_that_is_not_as_it_was_sealed_counts_for_nothing(String change) {
        audit(false);
        seal();
        assertThat(audit(false).earlier()).isPositive();
        seal();
        work.admin().update(change);
        assertThat(audit(false).earlier()).isZero();
    }

    /** It is named each time, however often what came before it was sealed. */
    @Test
    void what_is_wrong_is_never_passed_over() {
        work.customers(2);
        work.hold(ScopeType.CUSTOMER, "K-2");
        work.ipLogs(8, 2, 200, 1L);
        work.run(CategoryIds.IP_LOGS, today);
        long last = work.number("SELECT MAX(seq) FROM ledger_chunk WHERE kind = 'C'");
        // As if the hold had been on the customer whose records went.
        work.admin().update("UPDATE hold SET scope_text = 'K-1'");
        work.admin().update("UPDATE hold_target SET target_key = '1'");
        for (int again = 0; again < 3; again++) {
            AuditResult result = audit(false);
            assertThat(result.breaches())
                    .hasSize(2)
                    .extracting(AuditResult.Breach::seq)
                    .containsOnly(last);
            assertThat(result.earlier()).isEqualTo(again == 0 ? 0 : last - 1);
            seal();
        }
    }
}
