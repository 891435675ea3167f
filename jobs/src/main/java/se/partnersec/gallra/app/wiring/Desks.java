package se.partnersec.gallra.app.wiring;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.PermitService;
import se.partnersec.gallra.books.importing.BookImportService;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.blocklist.BlockListService;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService;
import se.partnersec.gallra.requests.RequestService;
import se.partnersec.gallra.runs.control.RunOrderService;

/** Services for holds, blocks, requests, orders and answers, all under the account of finance. */
final class Desks {
    private final House house;

    Desks(House house) {
        this.house = house;
    }

    HoldService holds() {
        return new HoldService(jdbc(), transaction());
    }

    HoldRepository register() {
        return new HoldRepository(jdbc());
    }

    PermitService permits() {
        KeyTypes kinds = KeyTypes.read(jdbc(), house.sources());
        return new PermitService(jdbc(), transaction(), house.sources(), kinds, Categories.keptByBooks());
    }

    ApprovalService approvals() {
        return new ApprovalService(jdbc(), transaction(), house.limits().approvalDays());
    }

    RunOrderService orders() {
        return new RunOrderService(jdbc());
    }

    BlockListService blocks() {
        return new BlockListService(jdbc(), transaction(), house.sources());
    }

    BookImportService books() {
        return new BookImportService(jdbc(), transaction(), house.sources().books());
    }

    RecipientNoticeService notices() {
        return new RecipientNoticeService(jdbc(), transaction(), house.sources().copies());
    }

    RequestService requests() {
        KeyTypes kinds = KeyTypes.read(jdbc(), house.sources());
        return new RequestService(
                jdbc(), transaction(), house.sources(), kinds, house.settings().tags());
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(house.pool(DatabaseRole.FINANCE));
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(house.pool(DatabaseRole.FINANCE)));
    }
}
