package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.schema.SqlScript;

/** The IP log of a small company, partitioned by day as an administrator would, with {@code sql/partitions.sql} applied. */
public final class Partitioned {
    public static final String STAGING = "ip_log_staging";

    private Partitioned() {}

    /** By day around the first due one. @param least rows of a partition that is worth it */
    public static void ipLog(Workplace work, int least) {
        LocalDate due = Scene.IPS.firstDue(work.today());
        ipLog(work, least, IntStream.rangeClosed(-3, 1).mapToObj(due::plusDays).toList());
    }

    /** @param lastDays of the partitions, in order; what is later has one of its own */
    public static void ipLog(Workplace work, int least, List<LocalDate> lastDays) {
        String table = work.table("ip_log");
        String days = lastDays.stream()
                .map(day -> "PARTITION " + name(day) + " VALUES LESS THAN ('" + day.plusDays(1) + "')")
                .collect(Collectors.joining(", "));
        work.admin()
                .execute("ALTER TABLE " + table + " MODIFY seen_at DATETIME(3) NOT NULL, DROP PRIMARY KEY,"
                        + " ADD PRIMARY KEY (id, seen_at)");
        work.admin()
                .execute("ALTER TABLE " + table + " PARTITION BY RANGE COLUMNS(seen_at) (" + days
                        + ", PARTITION later VALUES LESS THAN (MAXVALUE))");
        apply(work);
        try {
            Path sources = work.configFolder().resolve("sources.yml");
            String text = Files.readString(sources);
            String head = "  ip-logs:\n    table: ip_log\n    key: id\n";
            if (!text.contains(head)) {
                throw new IllegalStateException("the shipped mapping of ip-logs looks otherwise");
            }
            Files.writeString(
                    sources,
                    text.replace(
                            head,
                            head + "    partitions: {by: seen_at, staging: " + STAGING + ", updates: none, least: "
                                    + least + "}\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The partition of a day, in the log's own UTC. */
    public static String name(LocalDate day) {
        return "d" + day.toString().replace("-", "");
    }

    private static void apply(Workplace work) {
        Map<String, String> names = Map.of(
                "suite",
                work.schemas().suite(),
                "business",
                work.schemas().business(),
                "table",
                "ip_log",
                "staging",
                STAGING,
                "key",
                "id",
                "category",
                "ip-logs",
                "columns",
                "id, seen_at, customer_id, user_id, processor_for",
                "job",
                account(work, DatabaseRole.JOB),
                "finance",
                account(work, DatabaseRole.FINANCE),
                "reader",
                account(work, DatabaseRole.READER));
        String staging = work.table(STAGING);
        work.admin().execute("CREATE TABLE " + staging + " LIKE " + work.table("ip_log"));
        work.admin().execute("ALTER TABLE " + staging + " REMOVE PARTITIONING");
        SqlScript.read("partitions.sql").statements(names).forEach(work.admin()::execute);
    }

    private static String account(Workplace work, DatabaseRole role) {
        return "'" + work.accounts().account(role).user() + "'@'%'";
    }
}
