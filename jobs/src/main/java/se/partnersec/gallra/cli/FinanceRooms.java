package se.partnersec.gallra.cli;

import java.nio.file.Path;
import java.util.Optional;
import se.partnersec.gallra.books.Reconciliation;
import se.partnersec.gallra.books.SignOff;
import se.partnersec.gallra.report.ReportWriter;
import se.partnersec.gallra.report.Reports;
import se.partnersec.gallra.report.Upcoming;
import se.partnersec.gallra.report.VoucherAnswer;
import se.partnersec.gallra.report.Wording;

/** What finance may ask and take away. Only signing writes anything to the database. */
public interface FinanceRooms {
    /** Until when a voucher is kept, and what hangs on it. */
    VoucherAnswer voucher(String voucher, String year);

    /** What stops keeping, and when. */
    Upcoming.Found upcoming(Upcoming.Per per);

    /** Writes a report to a file. */
    ReportWriter.Written report(
            Reports.Choice choice, ReportWriter.Format format, Wording wording, Path file, boolean force);

    /** The last sign-off of what comparing found; empty while nobody ever signed. */
    Optional<SignOff> signOff();

    /** Signs what comparing found, under the login of the account. */
    long askToSign(Reconciliation found, String note);
}
