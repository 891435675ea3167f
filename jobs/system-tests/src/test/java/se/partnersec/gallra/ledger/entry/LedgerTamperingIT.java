package se.partnersec.gallra.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Problem;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Result;

@Tag("once")
@Tag("full")
class LedgerTamperingIT {
    private static final long SEED = Long.getLong("seed", 20261124);
    private static final int TAMPERINGS = 1000;

    private record Seen(Tampering.Done done, Result whole, Result unlinked) {}

    /** Re-computing every hash to the end is not among them: only a seal outside the database shows that. */
    @Test
    void verification_detects_every_tampering_and_without_the_links_it_would_not() {
        try (WrittenLedger written = new WrittenLedger(SEED).fill()) {
            Result intact = written.verify();
            assertThat(intact.problems()).isEmpty();
            assertThat(intact.rows()).isGreaterThan(60);
            Map<Tampering.Kind, Integer> kinds = new EnumMap<>(Tampering.Kind.class);
            List<String> missed = new ArrayList<>();
            List<Tampering.Done> missedUnlinked = new ArrayList<>();
            Tampering tampering = new Tampering(written.jdbc, written.random);
            for (int i = 0; i < TAMPERINGS; i++) {
                Seen seen = written.undone(() -> new Seen(tampering.apply(), written.verify(), unlinked(written)));
                kinds.merge(seen.done().kind(), 1, Integer::sum);
                if (!detected(seen)) {
                    missed.add(
                            i + ": " + seen.done() + ", found " + seen.whole().problems());
                }
                if (seen.unlinked().ok()) {
                    missedUnlinked.add(seen.done());
                }
            }
            System.out.printf(
                    "tamperings detected: %d of %d (seed %d, %d rows, %s)%n",
                    TAMPERINGS - missed.size(), TAMPERINGS, SEED, intact.rows(), kinds);
            System.out.printf("without the links: %d of %d%n", TAMPERINGS - missedUnlinked.size(), TAMPERINGS);
            assertThat(missed).isEmpty();
            assertThat(missedUnlinked).as("tamperings only the links show").isNotEmpty();
            assertThat(missedUnlinked).extracting(Tampering.Done::kind).containsOnly(Tampering.Kind.FORGE);
            assertThat(kinds).hasSize(Tampering.Kind.values().length);
            assertThat(written.verify()).as("every tampering was undone").isEqualTo(intact);
        }
    }

    private static Result unlinked(WrittenLedger written) {
        return new LedgerVerifier(written.jdbc, written.transactions, false).verify(Optional.empty());
    }

    /** Where one column of one row was changed, the first problem of its chain must name that row. */
    private static boolean detected(Seen seen) {
        Tampering.Place at = seen.done().at();
        if (at == null) {
            return !seen.whole().ok();
        }
        return seen.whole().problems().stream()
                .filter(p -> p.category().equals(at.category()) && p.part() == at.part())
                .findFirst()
                .map(Problem::seq)
                .filter(seq -> seq == at.seq())
                .isPresent();
    }
}
