package se.partnersec.gallra.approvals.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.AtOnce;

/** A hold keeps until two people have let it go, also for somebody with a SQL prompt. */
@GallraTest
@Tag("full")
class ReleasesIT {
    private static final String TOO_LATE =
            "A-[0-9]+ (is (approved already|withdrawn), by|was settled by somebody else).*";

    private static final String RELEASE =
            "INSERT INTO approved_release (hold_id, request_id, requested_by, hold_name, reason) VALUES (?, ?, ?, ?, 'klart')";

    private static final String NOT_ASKED = "somebody else has to ask for the release of this hold";

    private final Workplace work;
    private final PermitPeople staff;
    private final ApprovalService anna;
    private final ApprovalService bo;
    private long hold;

    ReleasesIT(Workplace work, PermitPeople staff) {
        this.work = work;
        this.staff = staff;
        anna = Workplace.approvals(staff.anna);
        bo = Workplace.approvals(staff.bo);
    }

    @BeforeEach
    void fill() {
        hold = place();
    }

    private long place() {
        return work.hold(ScopeType.CUSTOMER, "K-1").number();
    }

    private Approval ask() {
        return anna.releases().ask(hold, "förlikning", null);
    }

    private static PlacedHold held(JdbcTemplate jdbc, long number) {
        return Objects.requireNonNull(new HoldRepository(jdbc).get(number));
    }

    private boolean keeps(long number) {
        HoldRepository register = new HoldRepository(work.admin());
        PlacedHold placed = held(work.admin(), number);
        boolean active = placed.hold().releasedAt() == null;
        // Each way of asking the register says the same.
        assertThat(register.any(HoldType.LEGAL_CLAIM)).isEqualTo(active);
        assertThat(register.list(true, 9)).hasSize(active ? 1 : 0);
        return active;
    }

    @Test
    void keeps_until_somebody_else_approves() {
        Approval asked = ask();
        assertThat(keeps(hold)).isTrue();
        assertThat(asked.state()).isEqualTo(Approval.State.WAITING);
        assertThat(bo.list(false, 9)).extracting(Approval::id).containsExactly(asked.id());
        assertThatThrownBy(() -> anna.releases().approve(asked.number()))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("another person must approve it");
        assertThat(keeps(hold)).isTrue();
        assertThat(bo.releases().approve(asked.number()).state()).isEqualTo(Approval.State.APPROVED);
        assertThat(keeps(hold)).isFalse();
        assertThat(bo.list(false, 9)).isEmpty();
        assertThatThrownBy(() -> bo.releases().approve(asked.number())).hasMessageContaining("approved already, by");
        assertThatThrownBy(this::ask)
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("was released already by");
        assertThat(work.admin().queryForList("SELECT action FROM audit WHERE subject = 'H-" + hold + "'", String.class))
                .containsExactly("hold.release");
    }

    @Test
    void asks_once_and_says_what_waits_and_refuses_what_is_no_hold() {
        Approval asked = ask();
        assertThatThrownBy(() -> bo.releases().ask(hold, "jag med", null))
                .hasMessageContaining("is asked for already, by " + asked.requestedBy())
                .hasMessageContaining("gallra approvals approve " + asked.id());
        assertThatThrownBy(() -> anna.releases().ask(hold + 1, "x", null)).hasMessageContaining("there is no hold H-");
        assertThatThrownBy(() -> anna.releases().ask(hold, " ", null)).hasMessageContaining("give --reason");
        bo.withdraw(asked.number(), "inte än");
        assertThatThrownBy(() -> bo.releases().approve(asked.number())).hasMessageContaining("withdrawn, by");
        assertThat(keeps(hold)).isTrue();
        assertThat(ask().number()).isGreaterThan(asked.number());
    }

    @Test
    void cannot_be_approved_later_than_a_day_after_it_was_asked_for_nor_before() {
        for (String when : List.of("- INTERVAL 25 HOUR", "+ INTERVAL 1 HOUR")) {
            Approval asked = ask();
            work.admin()
                    .update(
                            "UPDATE approval_request SET requested_at = UTC_TIMESTAMP(6) " + when + " WHERE id = ?",
                            asked.number());
            assertThatThrownBy(() -> bo.releases().approve(asked.number()))
                    .as(when)
                    .satisfies(refusedWith(ExitCode.USAGE))
                    .hasMessageContaining("nobody approved it in time; ask anew: gallra holds release H-" + hold);
            assertThat(bo.list(false, 9)).as(when).isEmpty();
            assertThat(keeps(hold)).isTrue();
        }
        Approval asked = ask();
        work.admin()
                .update(
                        "UPDATE approval_request SET requested_at = UTC_TIMESTAMP(6) - INTERVAL 23 HOUR WHERE id = ?",
                        asked.number());
        bo.releases().approve(asked.number());
        assertThat(keeps(hold)).as("the control").isFalse();
    }

    @Test
    void nobody_releases_with_a_sql_prompt_what_nobody_else_approved() {
        Approval asked = ask();
        String me = asked.requestedBy();
        String name = asked.subject();
        JdbcTemplate sql = new JdbcTemplate(staff.anna);
        refused(NOT_ASKED, sql, RELEASE, hold, asked.number(), me, name);
        refused("", sql, RELEASE, hold, null, null, null);
        for (String other : List.of("bo@%", me.replace('@', '\uFF20'), me.toUpperCase(Locale.ROOT))) {
            refused("", sql, RELEASE, hold, asked.number(), other, name);
            refused("", sql, "INSERT INTO approval (request_id, requested_by) VALUES (?, ?)", asked.number(), other);
        }
        String owners =
                "INSERT INTO approved_release (hold_id, released_by, reason) VALUES (" + hold + ", 'bo@%', 'x')";
        refused("denied", sql, owners);
        refused("denied", sql, owners.replace("released_by", "released_at").replace("'bo@%'", "'2020-01-01'"));
        refused("denied", sql, owners.replace("released_by", "epoch").replace("'bo@%'", "1"));
        refused(NOT_ASKED, new JdbcTemplate(staff.bo), RELEASE, hold, asked.number(), me, name);
        assertThat(keeps(hold)).isTrue();
    }

    /** The approval of one hold's release is none of another's, nor is that of a run. */
    @Test
    void no_approval_of_something_else_releases_a_hold() {
        Approval asked = ask();
        bo.releases().approve(asked.number());
        long other = place();
        JdbcTemplate sql = new JdbcTemplate(staff.bo);
        String me = asked.requestedBy();
        work.admin().update("DELETE FROM approved_release");
        work.admin().update("DELETE FROM approval_end");
        refused(NOT_ASKED, sql, RELEASE, other, asked.number(), me, asked.subject());
        refused(NOT_ASKED, sql, RELEASE, other, asked.number(), me, "H-" + other);
        Approval run = bo.approve(
                anna.allow(CategoryIds.IP_LOGS, new RunTerms("0".repeat(64), null, null), "körning")
                        .number(),
                RunTerms.KIND);
        refused(NOT_ASKED, sql, RELEASE, other, run.number(), me, "H-" + other);
        assertThat(sql.update(RELEASE, hold, asked.number(), me, asked.subject()))
                .as("the control")
                .isEqualTo(1);
    }

    private static void refused(String why, JdbcTemplate sql, String statement, @Nullable Object... args) {
        assertThatThrownBy(() -> sql.update(statement, args))
                .as(statement + " " + Arrays.toString(args))
                .rootCause()
                .hasMessageContaining(why);
    }

    /** Whatever becomes of the constraints and triggers: one person's row lets nothing go. */
    @Test
    void a_row_that_one_person_got_into_the_table_releases_nothing() {
        Approval asked = ask();
        JdbcTemplate sql = new JdbcTemplate(staff.anna);
        GateByHand.withoutGuard(
                work.admin(),
                "hold_released",
                () -> sql.execute((ConnectionCallback<Boolean>) connection -> {
                    try (PreparedStatement insert = connection.prepareStatement(RELEASE);
                            Statement statement = connection.createStatement()) {
                        statement.execute("SET SESSION foreign_key_checks = 0");
                        insert.setLong(1, hold);
                        insert.setLong(2, asked.number());
                        insert.setString(3, asked.requestedBy());
                        insert.setString(4, asked.subject());
                        insert.executeUpdate();
                        statement.execute("SET SESSION foreign_key_checks = 1");
                    }
                    return true;
                }));
        assertThat(work.admin().queryForObject("SELECT COUNT(*) FROM approved_release", Long.class))
                .as("the control: it got in")
                .isEqualTo(1);
        assertThat(keeps(hold)).isTrue();
    }

    @Test
    void of_an_approval_and_a_withdrawal_at_once_one_wins_and_the_other_is_refused() throws Exception {
        for (int round = 1; round <= 10; round++) {
            work.clear();
            fill();
            long number = ask().number();
            List<Boolean> won = AtOnce.succeeded(
                    both -> tries(both, () -> bo.releases().approve(number)),
                    both -> tries(both, () -> anna.withdraw(number, "nej")));
            assertThat(won).as("round " + round).containsExactlyInAnyOrder(true, false);
            assertThat(keeps(hold)).isEqualTo(won.get(1));
        }
    }

    private static boolean tries(CyclicBarrier both, Runnable work) {
        AtOnce.await(both);
        try {
            work.run();
            return true;
        } catch (RefusedException e) {
            // Whoever comes too late is told so; any other refusal would be a fault.
            assertThat(e).satisfies(refusedWith(ExitCode.USAGE)).hasMessageMatching(TOO_LATE);
            return false;
        }
    }
}
