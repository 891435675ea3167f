package se.partnersec.gallra.reports;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.books.reconcile.SignOff;
import se.partnersec.gallra.books.reconcile.SignOffService;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.planning.holding.HoldLookup;
import se.partnersec.gallra.reports.content.ReportFactory;
import se.partnersec.gallra.reports.content.UpcomingReleases;
import se.partnersec.gallra.reports.content.VoucherAnswer;
import se.partnersec.gallra.reports.content.VoucherSearch;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.reports.table.ReportWriter;
import se.partnersec.gallra.support.exit.RefusedException;

/** Vouchers, coming releases and reports, read under the account of the reader; sign-offs under that of finance. */
public class FinanceService {
    private final DatabaseLogin reader;
    private final ConfigurationFiles files;
    private final Supplier<HoldLookup> lookup;
    private final Supplier<ReportFactory> reports;
    private final SignOffService signOffs;

    public FinanceService(
            DatabaseLogin reader,
            ConfigurationFiles files,
            Supplier<HoldLookup> lookup,
            Supplier<ReportFactory> reports,
            SignOffService signOffs) {
        this.reader = reader;
        this.files = files;
        this.lookup = lookup;
        this.reports = reports;
        this.signOffs = signOffs;
    }

    /**
     * Until when a voucher is kept, and the records it keeps.
     *
     * @param entity code of the legal entity whose voucher it is; null where it was not given
     */
    public VoucherAnswer voucher(String voucher, String year, @Nullable String entity) {
        return new VoucherSearch(reader.dataSource(), files.billing(), lookup.get())
                .find(voucher, year, entity(entity));
    }

    /**
     * The code of the legal entity that somebody means.
     *
     * @param code as given; null where it was not
     * @throws RefusedException if it is none that {@code sources.yml} names, or one has to be given
     */
    public String entity(@Nullable String code) {
        return files.sources().entities().chosen(code);
    }

    /** Holds, fiscal years and permits that end, and when. */
    public UpcomingReleases.Found upcoming(UpcomingReleases.Per per) {
        return new UpcomingReleases(reader.dataSource()).look(per);
    }

    public ReportWriter.Written report(
            ReportFactory.Choice choice, ReportWriter.Format format, Messages wording, Path file, boolean force) {
        return reports.get().write(choice, format, wording, file, force);
    }

    /** The last sign-off of a reconciliation; empty if there is none. */
    public Optional<SignOff> signOff() {
        return Optional.ofNullable(SignOffService.newest(reader.jdbc()));
    }

    /**
     * Asks that a reconciliation be signed off.
     *
     * @return the number of the request
     */
    public long askToSign(Reconciliation found, String note) {
        return signOffs.ask(found, note);
    }
}
