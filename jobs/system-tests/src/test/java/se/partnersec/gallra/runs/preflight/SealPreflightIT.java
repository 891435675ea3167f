package se.partnersec.gallra.runs.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SealedPlace;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.Rewriting;

/** No run begins on a database that is older than a seal of its ledger. */
@GallraTest(chunk = 100)
@Tag("full")
class SealPreflightIT {
    private final Workplace place;
    private final PreflightRig rig;
    private final SealedPlace sealed;

    private long next = 10;

    SealPreflightIT(Workplace place, PreflightRig rig) {
        this.place = place;
        this.rig = rig;
        this.sealed = new SealedPlace(place);
    }

    @BeforeEach
    void fill() {
        rig.seals = sealed.folder;
        GateByHand.to(place.admin(), 14);
    }

    private void erase(long id) {
        Scene.IPS.put(place, Scene.Spec.of(id, place.today().minusDays(400)));
        RunResult result = place.run(CategoryIds.IP_LOGS, place.today());
        assertThat(result.exit()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_run_begins_before_any_seal_and_after_one() {
        assertThat(rig.check(CategoryIds.IP_LOGS).passes()).isTrue();
        erase(1);
        assertThat(sealed.seal().made()).hasSize(1);
        PreflightReport report = rig.check(CategoryIds.IP_LOGS);
        assertThat(report.refusals()).isEmpty();
        assertThat(report.checks()).anyMatch(check -> check.text().contains("the gate is as new as seal 1"));
    }

    @Test
    void a_gate_behind_the_last_seal_of_the_database_is_refused() {
        erase(2);
        GateByHand.to(place.admin(), 21);
        sealed.seal();
        rig.seals = null;
        GateByHand.to(place.admin(), 20);
        assertThat(texts()).singleElement().asString().contains("the gate is at epoch 20, and seal 1", "epoch 21");
        GateByHand.to(place.admin(), 21);
        assertThat(texts()).isEmpty();
    }

    /** The seals of the database went back with it; only the copy tells. */
    @Test
    void a_database_behind_an_exported_seal_is_refused_and_without_the_copy_it_would_run() {
        erase(3);
        GateByHand.to(place.admin(), 31);
        sealed.seal();
        rig.execute("DELETE FROM ledger_seal_export", "DELETE FROM ledger_seal");
        GateByHand.to(place.admin(), 30);
        assertThat(texts())
                .hasSize(2)
                .anyMatch(text -> text.contains("the gate is at epoch 30, and exported seal 1 was made at epoch 31"))
                .anyMatch(text -> text.contains("seal 1 of the ledger was exported, and this database ends with none"));
        // Even a gate that happens to be as high does not hide that a seal is missing.
        GateByHand.to(place.admin(), 32);
        assertThat(texts()).singleElement().asString().contains("restored from a backup");
        assertThat(advisesToSeal()).isFalse();
        rig.seals = null;
        assertThat(texts()).isEmpty();
        assertThat(advisesToSeal()).isTrue();
    }

    /** The records that it kept would go in the next run. */
    @Test
    void a_sealed_hold_that_somebody_deleted_is_missed_and_one_that_was_pruned_is_not() {
        rig.execute(
                "INSERT INTO hold (id, uuid, type, scope_kind, scope_key, scope_text, until_on, reason) VALUES (77, UUID(), 'DISPUTE',"
                        + " 'CUSTOMER', '4', '4', '2099-12-31', 'test')");
        sealed.seal();
        assertThat(texts()).isEmpty();
        rig.execute("SET foreign_key_checks = 0", "DELETE FROM hold WHERE id = 77", "SET foreign_key_checks = 1");
        assertThat(texts())
                .singleElement()
                .asString()
                .contains("holds that a seal covers are gone", "H-77", "gallra ledger verify");
        rig.execute("INSERT INTO pruned_row (pruned, kind, row_key) VALUES (1, 'hold', '77')");
        assertThat(texts()).isEmpty();
    }

    @Test
    void a_run_that_may_not_look_for_sealed_holds_is_refused() {
        DataSource plain = rig.database.get();
        rig.database = () -> new Rewriting(plain, sql -> sql.replace("FROM seal_leaf l", "FROM mysql.user l"));
        assertThat(texts())
                .singleElement()
                .asString()
                .contains("whether all sealed holds are there", "gallra db grants");
    }

    @Test
    void seals_that_cannot_be_asked_are_not_taken_for_none() throws Exception {
        rig.seals = sealed.folder.resolve("not-mounted");
        assertThat(texts()).singleElement().asString().contains("exported seals cannot be asked", "GALLRA_SEAL_DIR");
        rig.seals = sealed.folder;
        Files.writeString(sealed.folder.resolve("seal-0000000001.txt"), "no seal");
        assertThat(texts()).singleElement().asString().contains("cannot be read as a seal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAX(seq) FROM ledger_seal", "MAX(hold_epoch)", "SELECT v FROM gate"})
    void a_seal_that_is_made_while_it_looks_is_none_that_was_lost(String asked) {
        erase(next++);
        sealed.seal();
        DataSource plain = rig.database.get();
        AtomicInteger met = new AtomicInteger();
        AtomicBoolean ofSeals = new AtomicBoolean();
        // After it was asked: a row of the ledger under a new hold, sealed and exported.
        rig.database = () -> new Rewriting(plain, UnaryOperator.identity(), sql -> {
            // The gate is asked for other questions before those about seals.
            ofSeals.compareAndSet(false, sql.contains("FROM ledger_seal"));
            if (ofSeals.get() && sql.contains(asked) && met.incrementAndGet() == 1) {
                rig.execute("UPDATE gate SET v = v + 1");
                erase(next++);
                assertThat(sealed.seal().made()).hasSize(1);
            }
        });
        assertThat(texts()).isEmpty();
        assertThat(met).hasPositiveValue();
    }

    private boolean advisesToSeal() {
        return rig.check(CategoryIds.IP_LOGS).checks().stream()
                .anyMatch(check -> check.text().contains("the ledger is not sealed yet"));
    }

    private List<String> texts() {
        return rig.check(CategoryIds.IP_LOGS).refusals().stream()
                .filter(check -> check.code().equals("seal"))
                .map(Check::text)
                .toList();
    }
}
