package se.partnersec.gallra.approvals.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.limit.LimitViolation;

class PlanFiguresTest {
    private static PlanFigures figures(String who) {
        return new PlanFigures(
                16,
                new Outcome.Counts()
                        .add(Outcome.ERASED, 5)
                        .add(Outcome.ANONYMISED, 2)
                        .add(Outcome.HELD, 9),
                Map.of("DISPUTE", 4L, "LEGAL_CLAIM", 3L),
                2,
                Map.of("MISSING_START_EVENT", 1L),
                3,
                LocalDate.of(2026, 11, 24),
                List.of("1", "2"),
                List.of(
                        new LimitViolation(LimitViolation.Kind.SHARE, 21, 20, 100, 20, ""),
                        new LimitViolation(LimitViolation.Kind.CUSTOMER, 11, 10, 20, 50, who)));
    }

    @Test
    void are_read_as_they_were_written() {
        PlanFigures read = PlanFigures.parse(figures("7").text());
        assertThat(read.text()).isEqualTo(figures("7").text());
        assertThat(read.going()).isEqualTo(7);
        assertThat(read.heldBy()).isEqualTo(Map.of("DISPUTE", 4L, "LEGAL_CLAIM", 3L));
        assertThat(read.trips()).isEqualTo(figures("7").trips());
        assertThat(read.oldestDue()).isEqualTo(LocalDate.of(2026, 11, 24));
    }

    @Test
    void name_no_customer_by_a_word() {
        assertThat(figures("Åse Ek AB").text()).doesNotContain("Ek");
        assertThat(PlanFigures.parse(figures("Åse Ek AB").text()).trips().get(1).who())
                .isEmpty();
    }

    @Test
    void of_another_form_are_refused() {
        for (String wrong :
                List.of("", "candidates=1", figures("7").text() + "\ncandidates=2", "no sign of equality")) {
            assertThatThrownBy(() -> PlanFigures.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
