package se.partnersec.gallra.database.login;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A pool that is opened when the first connection is asked for. */
final class LazyDataSource extends AbstractDataSource {
    private final Supplier<? extends DataSource> opens;
    private @Nullable DataSource pool;
    private boolean closed;

    LazyDataSource(Supplier<? extends DataSource> opens) {
        this.opens = opens;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return pool().getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("a pool is of one account");
    }

    /** A server that does not answer is tried again at the next call. */
    private synchronized DataSource pool() throws SQLException {
        if (closed) {
            throw new SQLException("the pool is closed");
        }
        DataSource open = pool;
        if (open == null) {
            try {
                open = opens.get();
            } catch (PoolInitializationException e) {
                if (e.getCause() instanceof SQLException why) {
                    throw why;
                }
                throw e;
            }
            pool = open;
        }
        return open;
    }

    synchronized void close() {
        closed = true;
        if (pool instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception e) {
                logger.debug("A pool could not be closed", e);
            }
        }
    }
}
