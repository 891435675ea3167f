package se.partnersec.gallra.reports.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.support.exit.ExitCode;

/** Days are Swedish ones, the ledger is in UTC. */
class CertificateSubjectTest {
    private static LedgerClaimRow row(long run, String written) {
        return new LedgerClaimRow(
                "ip-logs", 0, 1, run, false, LocalDateTime.parse(written), "p", new Outcome.Counts(), new byte[32]);
    }

    @ParameterizedTest
    @CsvSource({
        // In winter a day begins at 23:00 UTC, in summer at 22:00; 29 March 2026 has 23 hours, 25 October 25.
        "2026-01-31, 2026-01-30T22:59:59.999999, false",
        "2026-01-31, 2026-01-30T23:00:00, true",
        "2026-01-31, 2026-01-31T22:59:59.999999, true",
        "2026-01-31, 2026-01-31T23:00:00, false",
        "2026-07-01, 2026-06-30T21:59:59.999999, false",
        "2026-07-01, 2026-06-30T22:00:00, true",
        "2026-03-29, 2026-03-29T21:59:59.999999, true",
        "2026-03-29, 2026-03-29T22:00:00, false",
        "2026-10-25, 2026-10-24T22:00:00, true",
        "2026-10-25, 2026-10-25T22:59:59.999999, true",
        "2026-10-25, 2026-10-25T23:00:00, false"
    })
    void a_day_is_whole_and_ends_where_the_next_begins(LocalDate day, String written, boolean covered) {
        assertThat(CertificateSubject.ofDays(day, day).covers(row(7, written))).isEqualTo(covered);
    }

    @Test
    void a_run_is_its_rows_whenever_they_were_written() {
        assertThat(CertificateSubject.ofRun(7).covers(row(7, "2020-01-01T00:00:00")))
                .isTrue();
        assertThat(CertificateSubject.ofRun(7).covers(row(8, "2020-01-01T00:00:00")))
                .isFalse();
    }

    @Test
    void is_read_back_as_it_was_written_and_nothing_else_is_one() {
        for (CertificateSubject each : new CertificateSubject[] {
            CertificateSubject.ofRun(12),
            CertificateSubject.ofDays(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 10, 31))
        }) {
            assertThat(CertificateSubject.of(each.tree())).isEqualTo(each);
        }
        assertThatThrownBy(() -> CertificateSubject.of("run 12"))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("the file does not say what it certifies");
        assertThatThrownBy(() -> CertificateSubject.ofDays(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 1, 31)))
                .hasMessageContaining("lies before --since");
    }
}
