package se.partnersec.gallra.database.login;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One login at the database: services made with it act under its name, and under no other. */
public final class DatabaseLogin implements AutoCloseable {
    private final DataSource dataSource;
    private final JdbcTransactionManager manager;

    /** @param pool opened by the first statement, so that a login that is not needed need not exist */
    public DatabaseLogin(Supplier<? extends DataSource> pool) {
        this(new LazyDataSource(pool));
    }

    private DatabaseLogin(DataSource dataSource) {
        this.dataSource = dataSource;
        this.manager = new JdbcTransactionManager(dataSource);
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public JdbcTemplate jdbc() {
        return new JdbcTemplate(dataSource);
    }

    public JdbcTransactionManager manager() {
        return manager;
    }

    public TransactionTemplate transaction() {
        return new TransactionTemplate(manager);
    }

    @Override
    public void close() {
        if (dataSource instanceof LazyDataSource lazy) {
            lazy.close();
        }
    }
}
