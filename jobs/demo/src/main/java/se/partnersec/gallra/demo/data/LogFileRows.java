package se.partnersec.gallra.demo.data;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.demo.company.DemoOccasion;
import se.partnersec.gallra.demo.company.DemoRandom;
import se.partnersec.gallra.demo.company.FillProgress;
import se.partnersec.gallra.demo.company.People;

/** IP logs that lie as files in the bucket: an hour's entries each, with a row that says from when to when, and of whom. */
final class LogFileRows {
    private static final int STREAM = 80;
    private static final int ERASE_BY = 180;

    private final DemoRows.Order order;

    LogFileRows(DemoRows.Order order) {
        this.order = order;
    }

    void write(Connection connection, ObjectUploads uploads, FillProgress progress) throws SQLException {
        try (DemoRowWriter files = new DemoRowWriter(
                connection,
                progress,
                "access_log_file",
                "id, object_key, oldest_at, newest_at, entries, processor_for")) {
            for (long i = 0; i < order.logFiles(); i++) {
                file(i, files, uploads);
            }
            files.finish();
        }
        try (DemoRowWriter parties =
                new DemoRowWriter(connection, progress, "access_log_party", "file_id, customer_id, user_id")) {
            for (long i = 0; i < order.logFiles(); i++) {
                for (long user : users(i)) {
                    parties.add(i + 1, People.customerOf(user), user);
                }
            }
            parties.finish();
        }
    }

    private void file(long i, DemoRowWriter files, ObjectUploads uploads) throws SQLException {
        DemoRandom random = order.random(STREAM, i);
        DemoOccasion occasion = DemoOccasion.of(i);
        DemoOccasion.Rhythm rhythm = new DemoOccasion.Rhythm(order.asOf(), TrafficRows.DUE, ERASE_BY);
        LocalTime usual = LocalTime.of(random.below(23), 0);
        LocalDateTime oldest = occasion.start(rhythm, i, order.logFiles(), usual, random);
        String key = key(i + 1, oldest);
        int entries = 3 + random.below(5);
        files.add(
                i + 1,
                key,
                TrafficRows.utc(oldest),
                oldest == null ? null : TrafficRows.utc(oldest.plusMinutes(59)),
                entries,
                occasion == DemoOccasion.PROCESSOR ? 1 + random.below(20) : null);
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < entries; n++) {
            text.append(oldest == null ? "-" : oldest.plusMinutes(n * 7L))
                    .append(' ')
                    .append(People.address(random))
                    .append(" webbhotell\n");
        }
        uploads.submit(sink -> sink.put(key, text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private String key(long id, @Nullable LocalDateTime oldest) {
        return String.format(
                Locale.ROOT, "iplogs/%s/inkommande-%05d.log", oldest == null ? order.asOf() : oldest.toLocalDate(), id);
    }

    /** Who is in the file. */
    private Iterable<Long> users(long i) {
        DemoRandom random = order.random(STREAM + 1, i);
        TreeSet<Long> users = new TreeSet<>();
        if (DemoOccasion.of(i) == DemoOccasion.HELD) {
            users.add(DemoHolds.firstUser(DemoHolds.CLAIMED_CUSTOMER));
        }
        for (int n = random.below(3); n >= 0; n--) {
            users.add(1L + random.below((int) order.users()));
        }
        return users;
    }
}
