package se.partnersec.gallra;

import java.nio.file.Path;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.books.BookDesk;
import se.partnersec.gallra.books.ImportOrder;
import se.partnersec.gallra.books.ImportReceipt;
import se.partnersec.gallra.hold.BlockDesk;
import se.partnersec.gallra.hold.HoldDesk;
import se.partnersec.gallra.hold.HoldRegister;
import se.partnersec.gallra.ledger.NoticeDesk;
import se.partnersec.gallra.store.Role;

/** What people enter, under the account of finance. */
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

    BlockDesk blocks() {
        return new BlockDesk(jdbc(), transaction(), house.sources());
    }

    ImportReceipt importBooks(Path file, ImportOrder order) {
        return new BookDesk(jdbc(), transaction(), house.sources().books()).take(file, order);
    }

    NoticeDesk notices() {
        return new NoticeDesk(jdbc(), transaction(), house.sources().copies());
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(house.pool(Role.FINANCE));
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(house.pool(Role.FINANCE)));
    }
}
