package se.partnersec.gallra.category;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.hold.NewHold;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.HoldType;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.testing.Workplace;

/** A call that carries only a telephone number, held through the user's name: whatever else is in its chunk. */
@Tag("full")
class HeldByAnotherNameIT {
    @Test
    void finds_the_hold_also_where_no_index_helps_and_nobody_else_in_the_chunk_names_the_user() {
        try (Workplace work = new Workplace(1)) {
            LocalDate today = work.today();
            work.insert("customer", "id, customer_no, org_no, name", 1, "K-1", "559900-0001", "Första AB");
            work.insert(
                    "user_account",
                    "id, customer_id, user_name, full_name, email, phone",
                    1,
                    1,
                    "anv1",
                    "Påhittad Person",
                    "anv1@exempel.se",
                    "+46701740601");
            work.admin().execute("ALTER TABLE " + work.table("user_account") + " DROP INDEX user_phone");
            long held = work.insert(
                    "call_recording",
                    "queue, ended_at, caller_no",
                    "support",
                    today.minusDays(40).atTime(10, 0),
                    "+46701740601");
            work.desk()
                    .add(new NewHold(
                            HoldType.DISPUTE,
                            new HoldScope(ScopeKind.USER, "anv1"),
                            null,
                            null,
                            today.plusMonths(1),
                            null,
                            "prov"));

            work.run(DataCategory.CALL_RECORDINGS, today);

            assertThat(work.count("call_recording", "id = " + held)).isOne();
        }
    }
}
