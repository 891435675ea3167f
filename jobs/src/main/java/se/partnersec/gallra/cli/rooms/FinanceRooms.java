package se.partnersec.gallra.cli.rooms;

import java.nio.file.Path;
import java.util.Optional;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.books.reconcile.SignOff;
import se.partnersec.gallra.reports.content.ReportFactory;
import se.partnersec.gallra.reports.content.UpcomingReleases;
import se.partnersec.gallra.reports.content.VoucherAnswer;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.reports.table.ReportWriter;

/** What finance may ask and take away. Only signing writes anything to the database. */
public interface FinanceRooms {
    /** Until when a voucher is kept, and what hangs on it. */
    VoucherAnswer voucher(String voucher, String year);

    /** What stops keeping, and when. */
    UpcomingReleases.Found upcoming(UpcomingReleases.Per per);

    /** Writes a report to a file. */
    ReportWriter.Written report(
            ReportFactory.Choice choice, ReportWriter.Format format, Messages wording, Path file, boolean force);

    /** The last sign-off of what comparing found; empty while nobody ever signed. */
    Optional<SignOff> signOff();

    /** Signs what comparing found, under the login of the account. */
    long askToSign(Reconciliation found, String note);
}
