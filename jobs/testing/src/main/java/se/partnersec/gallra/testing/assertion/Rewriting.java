package se.partnersec.gallra.testing.assertion;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A data source that changes statements on their way: how tests break a guard without a switch in the program. */
public final class Rewriting extends DelegatingDataSource {
    private final UnaryOperator<String> change;
    private final Consumer<String> after;

    public Rewriting(DataSource target, UnaryOperator<String> change) {
        this(target, change, sql -> {});
    }

    /** @param after told of each statement that takes no arguments when it was carried out; whatever it does comes between two */
    public Rewriting(DataSource target, UnaryOperator<String> change, Consumer<String> after) {
        super(target);
        this.change = change;
        this.after = after;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return wrap(super.getConnection(), Connection.class);
    }

    private <T> T wrap(T target, Class<T> type) {
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (args != null && args.length > 0 && args[0] instanceof String sql && takesSql(method.getName())) {
                args[0] = change.apply(sql);
            }
            try {
                Object result = method.invoke(target, args);
                if (args != null && method.getName().startsWith("execute") && args[0] instanceof String sql) {
                    after.accept(sql);
                }
                return method.getName().equals("createStatement") ? wrap((Statement) result, Statement.class) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        return type.cast(proxy);
    }

    private static boolean takesSql(String method) {
        return method.startsWith("execute") || method.startsWith("prepare");
    }
}
