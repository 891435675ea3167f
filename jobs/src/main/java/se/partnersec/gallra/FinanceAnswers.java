package se.partnersec.gallra;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.Reconciliation;
import se.partnersec.gallra.books.SignOff;
import se.partnersec.gallra.books.SignOffDesk;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.cli.FinanceRooms;
import se.partnersec.gallra.report.ReportWriter;
import se.partnersec.gallra.report.Reports;
import se.partnersec.gallra.report.Upcoming;
import se.partnersec.gallra.report.VoucherAnswer;
import se.partnersec.gallra.report.VoucherSearch;
import se.partnersec.gallra.report.Wording;
import se.partnersec.gallra.store.Role;

/** Answers finance under the account that reads; signs under finance's own. */
final class FinanceAnswers implements FinanceRooms {
    private final House house;
    private final Questions questions;

    FinanceAnswers(House house, Questions questions) {
        this.house = house;
        this.questions = questions;
    }

    @Override
    public VoucherAnswer voucher(String voucher, String year) {
        return new VoucherSearch(house.pool(Role.READER), questions.billing(), questions.lookup()).find(voucher, year);
    }

    @Override
    public Upcoming.Found upcoming(Upcoming.Per per) {
        return new Upcoming(house.pool(Role.READER)).look(per);
    }

    @Override
    public ReportWriter.Written report(
            Reports.Choice choice, ReportWriter.Format format, Wording wording, Path file, boolean force) {
        Reports reports = new Reports(
                house.pool(Role.READER),
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
        return Optional.ofNullable(SignOffDesk.newest(new JdbcTemplate(house.pool(Role.READER))));
    }

    @Override
    public long askToSign(Reconciliation found, String note) {
        return new SignOffDesk(new JdbcTemplate(house.pool(Role.FINANCE)), house.financeTransaction()).ask(found, note);
    }
}
