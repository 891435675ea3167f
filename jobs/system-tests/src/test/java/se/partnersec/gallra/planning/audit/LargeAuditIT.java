package se.partnersec.gallra.planning.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.census.CensusResult;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** A ledger of a million records under a thousand holds is audited in a minute, and what they keep is counted in another. */
@Tag("soak")
@Tag("once")
class LargeAuditIT {
    private static final int RECORDS = Integer.getInteger("records", 1_000_000);
    private static final int HOLDS = Integer.getInteger("holds", 1_000);
    private static final Duration BAR = Duration.ofSeconds(60);

    @AutoClose
    private final Workplace work = new Workplace(2000);

    @Test
    void a_million_records_are_audited_in_a_minute() {
        work.customers(HOLDS / 2);
        work.admin()
                .update(
                        "INSERT INTO " + work.table("ip_log") + " (id, customer_id, user_id, seen_at, service, address)"
                                + " SELECT seq, 1 + seq MOD 5000, NULL, ?, 'mail', '192.0.2.7' FROM seq_1_to_"
                                + RECORDS,
                        work.today().minusDays(200).atTime(9, 0));
        IntStream.rangeClosed(1, HOLDS / 2).forEach(id -> work.hold(ScopeType.CUSTOMER, "K-" + id));
        IntStream.rangeClosed(1, HOLDS / 2).forEach(id -> work.hold(ScopeType.RECORD, "ip-logs:" + 2 * id));
        long erased = work.run(CategoryIds.IP_LOGS, work.today()).counts().of(Outcome.ERASED);
        long begun = System.nanoTime();
        AuditResult result;
        try (SuiteContext suite = work.suite()) {
            result = Audits.of(work, suite).audit(Optional.empty());
        }
        Duration audit = Duration.ofNanos(System.nanoTime() - begun);
        begun = System.nanoTime();
        CensusResult census = Audits.census(work);
        Duration count = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println(result.items() + " records audited in " + audit + ", " + census.records() + " under "
                + census.holds() + " holds counted in " + count);
        assertThat(result.breaches()).isEmpty();
        assertThat(result.good()).isEqualTo(erased).isGreaterThan(RECORDS / 2);
        assertThat(audit).isLessThan(BAR);
        assertThat(count).isLessThan(BAR);
    }
}
