package se.partnersec.gallra.database.schema;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;

/** Our own schema as a whole: whether it is there and in use. Only a demonstration makes it by itself. */
public final class SuiteSchema {
    private final JdbcTemplate owner;
    private final String name;

    /** @param server the owner's pool without a schema: see {@link DataSourceFactory#serverPool} */
    public SuiteSchema(HikariDataSource server, GallraSettings settings) {
        this.owner = new JdbcTemplate(server);
        this.name = settings.schema();
    }

    /** Answers whether it had to be made. */
    public boolean makeIfMissing() {
        if (!owner.queryForList("SHOW DATABASES LIKE ?", String.class, name.replace("_", "\\_"))
                .isEmpty()) {
            return false;
        }
        owner.execute("CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4");
        return true;
    }

    /** Whether something was ever erased by it or kept in it. */
    public boolean inUse() {
        for (String table : List.of("ledger_chunk", "hold")) {
            boolean there = !owner.queryForList(
                            "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
                            Integer.class,
                            name,
                            table)
                    .isEmpty();
            if (there
                    && !owner.queryForList("SELECT 1 FROM `" + name + "`." + table + " LIMIT 1", Integer.class)
                            .isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
