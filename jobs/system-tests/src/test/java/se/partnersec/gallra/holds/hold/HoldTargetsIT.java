package se.partnersec.gallra.holds.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** A hold stays on whom it was on when it was placed, whatever they are called later. */
@GallraTest(chunk = 3)
@Tag("core")
class HoldTargetsIT {
    private final Workplace work;
    private final LocalDate today;

    HoldTargetsIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        for (int id = 1; id <= 2; id++) {
            work.customer(id);
            work.user(id, id, "anv" + id);
            Scene.IPS.put(
                    work,
                    Scene.Spec.of(id, Scene.IPS.firstDue(today)).customer(id).user(id));
        }
    }

    private long erased() {
        return work.run(Scene.IPS.category(), today).counts().of(Outcome.ERASED);
    }

    @ParameterizedTest
    @CsvSource({
        "USER, anv1@exempel.se, user_account, email, ny@exempel.se",
        "USER, ANV1, user_account, user_name, gift",
        "CUSTOMER, K-1, customer, customer_no, K-900",
        "CUSTOMER, 559900-0001, customer, org_no, 559900-9999"
    })
    void a_new_name_takes_nobody_out_of_a_hold(ScopeType kind, String name, String table, String column, String other) {
        PlacedHold hold = work.hold(kind, name);
        assertThat(hold.targets()).containsExactly("1");
        work.admin().update("UPDATE " + work.table(table) + " SET " + column + " = ? WHERE id = 1", other);
        assertThat(erased()).isOne();
        assertThat(work.count("ip_log", "id = 1")).isOne();
        assertThat(new HoldRepository(work.admin()).on(new HoldScope(kind, "1")))
                .extracting(PlacedHold::number)
                .containsExactly(hold.number());
    }

    /** The control: a hold that notes nobody loses who changes their name. */
    @Test
    void without_its_targets_a_hold_is_on_a_name_alone() {
        work.hold(ScopeType.USER, "anv1@exempel.se");
        work.admin().update("DELETE FROM hold_target");
        work.admin().update("UPDATE " + work.table("user_account") + " SET email = 'ny@exempel.se' WHERE id = 1");
        assertThat(erased()).isEqualTo(2);
    }

    /** In doubt it is on both. */
    @Test
    void whoever_takes_the_name_later_is_held_too() {
        work.hold(ScopeType.USER, "anv1");
        work.admin().update("UPDATE " + work.table("user_account") + " SET user_name = 'gift' WHERE id = 1");
        work.admin().update("UPDATE " + work.table("user_account") + " SET user_name = 'anv1' WHERE id = 2");
        assertThat(erased()).isZero();
    }

    @Test
    void a_release_ends_it_for_all_whom_it_was_on() {
        PlacedHold hold = work.hold(ScopeType.USER, "anv1");
        work.admin().update("UPDATE " + work.table("user_account") + " SET user_name = 'gift' WHERE id = 1");
        work.release(hold.number(), "förlikning");
        assertThat(erased()).isEqualTo(2);
    }

    @Test
    void nothing_is_added_to_a_hold_that_was_placed_nor_by_anybody_else() {
        work.hold(ScopeType.USER, "anv1");
        String uuid = work.admin().queryForObject("SELECT uuid FROM hold", String.class);
        try (HikariDataSource finance = DataSourceFactory.pool(work.settings(), DatabaseRole.FINANCE, 1)) {
            JdbcTemplate jdbc = new JdbcTemplate(finance);
            assertThatThrownBy(
                            () -> jdbc.update("INSERT INTO hold_target (hold_uuid, target_key) VALUES (?, '2')", uuid))
                    .rootCause()
                    .hasMessageContaining("nothing is added to a hold that was placed");
            for (String sql : List.of(
                    "UPDATE hold_target SET target_key = '2'",
                    "DELETE FROM hold_target",
                    "INSERT INTO hold_target (hold_uuid, target_key, noted_by) VALUES ('x', '2', 'boss@%')")) {
                assertThatThrownBy(() -> jdbc.execute(sql)).as(sql).rootCause().hasMessageContaining("denied");
            }
            jdbc.update("INSERT INTO hold_target (hold_uuid, target_key) VALUES ('planned', '2')");
        }
        // Placed by another login than noted it.
        work.admin()
                .update("INSERT INTO hold (uuid, type, scope_kind, scope_text, review_by, reason)"
                        + " VALUES ('planned', 'DISPUTE', 'USER', 'anv1', '2030-01-01', 'x')");
        assertThat(erased()).isOne();
    }
}
