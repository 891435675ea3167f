package se.partnersec.gallra.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.planning.holding.HoldReceipt;
import se.partnersec.gallra.planning.holding.HoldReceiptService;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Under another tag key nothing that was erased would be found again: no run begins, and no look-up answers. */
@GallraTest
@Tag("full")
@Tag("once")
class TagKeyIT {
    private final Workplace work;
    private final LocalDate today;

    TagKeyIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void erased() {
        Scene.IPS.put(work, Scene.Spec.of(1, Scene.IPS.firstDue(today)));
        assertThat(work.run(Scene.IPS.category(), today).exit()).isEqualTo(ExitCode.DONE);
        Scene.IPS.put(work, Scene.Spec.of(2, Scene.IPS.firstDue(today)));
    }

    private static Pseudonymizer other() {
        byte[] key = new byte[32];
        key[31] = 77;
        return new Pseudonymizer(key);
    }

    private SuiteContext underAnotherKey() {
        GallraSettings usual = work.settings();
        return SuiteContext.of(new GallraSettings(
                usual.url(), usual.accounts(), usual.bucket(), usual.config(), other(), usual.chunk()));
    }

    private LedgerSearch search(Pseudonymizer tags) {
        return new LedgerSearch(work.admin(), tags);
    }

    @Test
    void no_run_begins() {
        try (SuiteContext suite = underAnotherKey()) {
            RunResult refused = suite.runs().run(Scene.IPS.category(), today).get(0);
            assertThat(refused.exit()).as(refused.toString()).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(refused.why()).contains("GALLRA_TAG_KEY is not the key that this database was worked on with");
        }
        assertThat(work.count("ip_log", "id = 2")).isOne();
        assertThat(work.run(Scene.IPS.category(), today).exit())
                .as("the control")
                .isEqualTo(ExitCode.DONE);
        assertThat(work.count("ip_log", "TRUE")).isZero();
    }

    @Test
    void nobody_is_told_that_the_ledger_does_not_know_a_record() {
        assertThatThrownBy(() -> search(other()).find(Scene.IPS.category(), "a word"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("nothing that was erased would be found again");
        assertThat(search(work.settings().tags()).find(Scene.IPS.category(), "1"))
                .hasSize(1);
        work.admin().update("DELETE FROM tag_key");
        assertThat(search(other()).find(Scene.IPS.category(), "a word"))
                .as("the control: without the fingerprint it says so")
                .isEmpty();
    }

    /** A hold stands under any key; its receipt says what it cannot tell. */
    @Test
    void a_receipt_says_that_it_cannot_ask_the_ledger() {
        PlacedHold hold = work.hold(ScopeType.RECORD, "ip-logs:1");
        HoldReceipt unsure = receipts(other()).of(hold);
        assertThat(unsure.warnings()).containsExactly(HoldReceipt.Warning.OTHER_TAG_KEY);
        assertThat(unsure.coverage().get(0).erased()).isNull();
        HoldReceipt sure = receipts(work.settings().tags()).of(hold);
        assertThat(sure.warnings()).as("the control").isEmpty();
        assertThat(sure.coverage().get(0).erased()).isOne();
    }

    private HoldReceiptService receipts(Pseudonymizer tags) {
        try (SuiteContext suite = work.suite()) {
            KeyTypes kinds = KeyTypes.read(work.admin(), suite.sources());
            return new HoldReceiptService(work.adminPool(), suite.sources(), kinds, tags);
        }
    }

    @Test
    void nobody_notes_a_second_one() {
        new TagKeyRecord(work.admin(), other()).note();
        assertThat(work.texts("SELECT fingerprint FROM tag_key"))
                .containsExactly(work.settings().tags().fingerprint());
    }
}
