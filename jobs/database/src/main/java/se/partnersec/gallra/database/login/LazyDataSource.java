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

    private DataSource pool() throws SQLException {
        DataSource known = known();
        return known == null ? keep(opened()) : known;
    }

    private synchronized @Nullable DataSource known() throws SQLException {
        if (closed) {
            throw new SQLException("the pool is closed");
        }
        return pool;
    }

    /** Without the monitor, because what opens it may wait for other threads. A server that is away is tried again later. */
    private DataSource opened() throws SQLException {
        try {
            return opens.get();
        } catch (PoolInitializationException e) {
            if (e.getCause() instanceof SQLException why) {
                throw why;
            }
            throw e;
        }
    }

    /** Of two that were opened at the same moment one is closed. */
    private synchronized DataSource keep(DataSource fresh) throws SQLException {
        DataSource known = closed ? null : pool;
        if (closed || known != null) {
            close(fresh);
        } else {
            pool = fresh;
            known = fresh;
        }
        if (known == null) {
            throw new SQLException("the pool is closed");
        }
        return known;
    }

    synchronized void close() {
        closed = true;
        if (pool != null) {
            close(pool);
        }
    }

    private void close(DataSource any) {
        if (any instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception e) {
                logger.debug("A pool could not be closed", e);
            }
        }
    }
}
