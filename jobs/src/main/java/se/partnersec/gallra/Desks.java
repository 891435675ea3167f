package se.partnersec.gallra;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approval.ApprovalDesk;
import se.partnersec.gallra.approval.PermitDesk;
import se.partnersec.gallra.books.BookDesk;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.hold.BlockDesk;
import se.partnersec.gallra.hold.HoldDesk;
import se.partnersec.gallra.hold.HoldRegister;
import se.partnersec.gallra.ledger.NoticeDesk;
import se.partnersec.gallra.request.RequestDesk;
import se.partnersec.gallra.run.OrderDesk;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.Role;

/** Where people enter what is to be kept, blocked, asked for, ordered or was answered: all under the account of finance. */
final class Desks {
    private final House house;

    Desks(House house) {
        this.house = house;
    }

    HoldDesk holds() {
        return new HoldDesk(jdbc(), transaction());
    }

    HoldRegister register() {
        return new HoldRegister(jdbc());
    }

    PermitDesk permits() {
        KeyKinds kinds = KeyKinds.read(jdbc(), house.sources());
        return new PermitDesk(jdbc(), transaction(), house.sources(), kinds, Categories.keptByBooks());
    }

    ApprovalDesk approvals() {
        return new ApprovalDesk(jdbc(), transaction(), house.limits().approvalDays());
    }

    OrderDesk orders() {
        return new OrderDesk(jdbc());
    }

    BlockDesk blocks() {
        return new BlockDesk(jdbc(), transaction(), house.sources());
    }

    BookDesk books() {
        return new BookDesk(jdbc(), transaction(), house.sources().books());
    }

    NoticeDesk notices() {
        return new NoticeDesk(jdbc(), transaction(), house.sources().copies());
    }

    RequestDesk requests() {
        KeyKinds kinds = KeyKinds.read(jdbc(), house.sources());
        return new RequestDesk(
                jdbc(), transaction(), house.sources(), kinds, house.settings().tags());
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(house.pool(Role.FINANCE));
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(house.pool(Role.FINANCE)));
    }
}
