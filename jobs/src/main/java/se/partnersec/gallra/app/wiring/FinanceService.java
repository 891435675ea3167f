package se.partnersec.gallra.app.wiring;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.books.reconcile.SignOff;
import se.partnersec.gallra.books.reconcile.SignOffService;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.cli.rooms.FinanceRooms;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.reports.content.ReportFactory;
import se.partnersec.gallra.reports.content.UpcomingReleases;
import se.partnersec.gallra.reports.content.VoucherAnswer;
import se.partnersec.gallra.reports.content.VoucherSearch;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.reports.table.ReportWriter;

/** Answers finance under the account that reads; signs under finance's own. */
final class FinanceService implements FinanceRooms {
    private final House house;
    private final Questions questions;

    FinanceService(House house, Questions questions) {
        this.house = house;
        this.questions = questions;
    }

    @Override
    public VoucherAnswer voucher(String voucher, String year) {
        return new VoucherSearch(house.pool(DatabaseRole.READER), questions.billing(), questions.lookup())
                .find(voucher, year);
    }

    @Override
    public UpcomingReleases.Found upcoming(UpcomingReleases.Per per) {
        return new UpcomingReleases(house.pool(DatabaseRole.READER)).look(per);
    }

    @Override
    public ReportWriter.Written report(
            ReportFactory.Choice choice, ReportWriter.Format format, Messages wording, Path file, boolean force) {
        ReportFactory reports = new ReportFactory(
                house.pool(DatabaseRole.READER),
                house.policy(),
                house.fingerprint(),
                house.sources(),
                questions.kinds(),
                house.settings().tags(),
                Categories.all().values());
        return reports.write(choice, format, wording, file, force);
    }

    @Override
    public Optional<SignOff> signOff() {
        return Optional.ofNullable(SignOffService.newest(new JdbcTemplate(house.pool(DatabaseRole.READER))));
    }

    @Override
    public long askToSign(Reconciliation found, String note) {
        return new SignOffService(new JdbcTemplate(house.pool(DatabaseRole.FINANCE)), house.financeTransaction())
                .ask(found, note);
    }
}
