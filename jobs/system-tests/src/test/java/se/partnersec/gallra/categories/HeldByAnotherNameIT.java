package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** A call that carries only a telephone number, held through the user's name: whatever else is in its chunk. */
@GallraTest(chunk = 1)
@Tag("full")
class HeldByAnotherNameIT {
    private final Workplace work;
    private final LocalDate today;

    HeldByAnotherNameIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @Test
    void finds_the_hold_also_where_no_index_helps_and_nobody_else_in_the_chunk_names_the_user() {
        work.customer(1);
        work.user(1, 1, "anv1");
        work.admin().execute("ALTER TABLE " + work.table("user_account") + " DROP INDEX user_phone");
        long held = work.insert(
                "call_recording",
                "queue, ended_at, caller_no",
                "support",
                today.minusDays(40).atTime(10, 0),
                "+46701740601");
        work.hold(HoldType.DISPUTE, ScopeType.USER, "anv1");

        work.run(CategoryIds.CALL_RECORDINGS, today);

        assertThat(work.count("call_recording", "id = " + held)).isOne();
    }
}
