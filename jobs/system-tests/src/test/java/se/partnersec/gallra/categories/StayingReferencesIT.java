package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** What the database would refuse to let go is kept for that reason, is no failure, and is not called due; it goes when the reason has gone. */
@GallraTest
@Tag("full")
class StayingReferencesIT {
    private final Workplace work;
    private final LocalDate today;

    StayingReferencesIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        Scene.INVOICES.put(work, Scene.Spec.of(1, Scene.INVOICES.firstDue(today)));
        Scene.INVOICES.put(work, Scene.Spec.of(2, Scene.INVOICES.firstDue(today)));
    }

    private RunResult run() {
        return work.run(CategoryIds.INVOICES, today);
    }

    private void usage(String columns, Object owner) {
        work.insert(
                "sms_usage",
                "id, customer_id, " + columns + ", number, used_on, quantity",
                7,
                1,
                owner,
                "+46701740602",
                LocalDate.of(2024, 4, 3),
                12);
    }

    private void keptUntilTheUsageGoes() {
        RunResult kept = run();
        assertThat(kept.exit()).as(kept.toString()).isEqualTo(ExitCode.DONE);
        assertThat(kept.counts().of(Outcome.HELD)).isEqualTo(1);
        assertThat(kept.counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.count("invoice", "id = 1")).isOne();
        assertThat(work.texts("SELECT code FROM finding")).isEmpty();
        work.delete("sms_usage", "TRUE");
        assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(1);
        assertThat(work.count("invoice", "TRUE")).isZero();
    }

    @Test
    void an_invoice_whose_usage_is_kept_stays_until_that_has_gone() {
        usage("invoice_id", 1);
        keptUntilTheUsageGoes();
    }

    @Test
    void so_does_one_of_which_a_line_is_referred_to() {
        usage("line_id", work.number("SELECT MIN(id) FROM " + work.table("invoice_line") + " WHERE invoice_id = 1"));
        keptUntilTheUsageGoes();
    }

    /** What goes with it keeps nothing: rows of a child that refer to their record by another column, too. */
    @Test
    void a_second_key_of_a_row_that_goes_with_it_keeps_nothing() {
        addCorrects();
        try {
            work.update("invoice_line", "corrects = invoice_id");
            assertThat(run().counts().of(Outcome.ERASED)).isEqualTo(2);
            assertThat(work.count("invoice", "TRUE")).isZero();
        } finally {
            dropCorrects();
        }
    }

    @Test
    void a_row_of_another_record_keeps_what_it_refers_to_until_it_goes_itself() {
        addCorrects();
        try {
            work.update("invoice_line", "corrects = 1 WHERE invoice_id = 2");
            PlacedHold hold = work.hold(ScopeType.INVOICE, "2");
            assertThat(run().counts().of(Outcome.HELD)).isEqualTo(2);
            work.release(hold);
            assertThat(run().counts().of(Outcome.ERASED))
                    .as("the one after the other")
                    .isEqualTo(2);
        } finally {
            dropCorrects();
        }
    }

    /** Unless nobody knows of the key: then the database refuses, and the record is reported. */
    @Test
    void a_table_that_nobody_mapped_still_makes_it_fail() {
        work.admin()
                .execute("CREATE TABLE " + work.table("invoice_scan")
                        + " (id BIGINT PRIMARY KEY, invoice_id BIGINT NOT NULL, FOREIGN KEY (invoice_id) REFERENCES "
                        + work.table("invoice") + " (id))");
        try {
            work.insert("invoice_scan", "id, invoice_id", 1, 1);
            RunResult refused = run();
            assertThat(refused.exit()).as(refused.toString()).isEqualTo(ExitCode.SKIPPED);
            assertThat(refused.counts().of(Outcome.FAILED)).isEqualTo(1);
        } finally {
            work.admin().execute("DROP TABLE " + work.table("invoice_scan"));
        }
    }

    /** A second key of lines to an invoice, which the job may read. */
    private void addCorrects() {
        work.admin()
                .execute("ALTER TABLE " + work.table("invoice_line")
                        + " ADD COLUMN corrects BIGINT NULL, ADD CONSTRAINT"
                        + " line_corrects FOREIGN KEY (corrects) REFERENCES " + work.table("invoice") + " (id)");
        String job = Objects.requireNonNull(work.settings().accounts().get(DatabaseRole.JOB))
                .user();
        work.admin().execute("GRANT SELECT (corrects) ON " + work.table("invoice_line") + " TO '" + job + "'@'%'");
    }

    private void dropCorrects() {
        work.admin()
                .execute("ALTER TABLE " + work.table("invoice_line")
                        + " DROP FOREIGN KEY line_corrects, DROP COLUMN corrects");
    }
}
