package se.partnersec.gallra.books.reconcile;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.books.importing.BookImportRepository;
import se.partnersec.gallra.books.voucher.BookedVouchers;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.LegalEntities;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.permit.PermitRepository;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Asks whether billing and the books say the same. Changes nothing, and sees one state of both from first to last. */
public class Reconciler {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final BooksMapping billing;
    private final SettlementDays further;
    private final LegalEntities entities;

    /** @param sources say which days of billing the law's last day follows from */
    public Reconciler(DataSource reader, BooksMapping billing, SourceMapping sources) {
        this.further = SettlementDays.of(billing, sources);
        this.entities = sources.entities();
        this.jdbc = new JdbcTemplate(reader);
        this.billing = billing;
        transaction = new TransactionTemplate(new JdbcTransactionManager(reader));
        transaction.setReadOnly(true);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** @param namedOfEach so many differences of each kind are named, the others counted */
    public Reconciliation reconcile(int namedOfEach) {
        Reconciliation found = transaction.execute(t -> {
            VoucherComparison comparison = new VoucherComparison(
                    new FiscalYearRepository(jdbc).all(),
                    SwedishCalendar.localDate(new DatabaseClock(jdbc).now()),
                    further.known(),
                    namedOfEach);
            BookedVouchers books = new BookedVouchers(jdbc);
            List<BookedVouchers.Sum> sums = books.sums();
            new BilledVouchers(jdbc, billing, entities, further).each(page -> comparison.billing(page, books));
            comparison.books(books, sums);
            new BookImportRepository(jdbc).missing().forEach(comparison::missing);
            return comparison.result(
                    new BookImportRepository(jdbc).newest(),
                    sums,
                    new PermitRepository(jdbc).used(SettlementDays.INVOICES));
        });
        if (found == null) {
            throw new IllegalStateException("a look gave nothing. Indicates a bug");
        }
        return found;
    }
}
