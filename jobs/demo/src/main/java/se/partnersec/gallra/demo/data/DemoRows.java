package se.partnersec.gallra.demo.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import se.partnersec.gallra.demo.company.DemoException;
import se.partnersec.gallra.demo.company.DemoRandom;
import se.partnersec.gallra.demo.company.DemoSchema;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.demo.company.FillProgress;
import se.partnersec.gallra.demo.company.People;
import se.partnersec.gallra.support.text.ProgressNote;
import se.partnersec.gallra.support.text.Sentences;

/** Fills a schema and a bucket with the invented business: the same order gives the same rows and objects. */
public final class DemoRows {
    private static final Sentences SENTENCES = Sentences.of("demo");
    private final DataSource owner;
    private final ObjectSink sink;
    private final ProgressNote note;

    /**
     * @param owner may make the schema of the business; one account, used for the demo only
     * @param note told how far a fill is, every five seconds
     */
    public DemoRows(DataSource owner, ObjectSink sink, ProgressNote note) {
        this.owner = owner;
        this.sink = sink;
        this.note = note;
    }

    /**
     * What to invent.
     *
     * @param asOf the day everything is timed by: what is due that day, what the day after
     * @param rows about how many calls, chats and lines of the IP log together, at least 200
     */
    public record Order(String schema, LocalDate asOf, long rows, long seed) {
        private static final long LEAST = 200;
        private static final Pattern GENERATION =
                Pattern.compile("demo-(\\d{4}-\\d{2}-\\d{2})-(\\d{1,12})-(\\d{1,18})");

        public Order {
            if (rows < LEAST) {
                throw new DemoException(SENTENCES.say("data.demo-needs-least-rows-show-every", LEAST, rows));
            }
        }

        /** The order that gave a fill its name. */
        static Optional<Order> read(String schema, String generation) {
            Matcher named = GENERATION.matcher(generation);
            return named.matches()
                    ? Optional.of(new Order(
                            schema,
                            LocalDate.parse(named.group(1)),
                            Long.parseLong(named.group(2)),
                            Long.parseLong(named.group(3))))
                    : Optional.empty();
        }

        String generation() {
            return "demo-" + asOf + "-" + rows + "-" + seed;
        }

        // The bulk of a large fill is traffic, as in life; calls and chats come with objects and children.
        long recordings() {
            return Math.min(rows * 75 / 1000, 20_000);
        }

        long chats() {
            return Math.min(rows * 75 / 1000, 50_000);
        }

        long traffic() {
            return rows - recordings() - chats();
        }

        long logFiles() {
            return Math.max(20, Math.min(rows / 200, 400));
        }

        long visits() {
            return Math.max(20, rows / 10);
        }

        long customers() {
            return Math.max(20, Math.min(rows / 100, 2_000));
        }

        long users() {
            return customers() * People.USERS_OF_CUSTOMER;
        }

        DemoRandom random(int stream, long index) {
            return new DemoRandom(seed, stream, index);
        }
    }

    /**
     * What an earlier demo left in a schema.
     *
     * @param complete false where it was cut off: then only a reset goes on
     * @param duties what to place before the first run; empty if not complete
     */
    public record Present(String generation, boolean complete, Optional<DemoSummary> duties) {}

    /**
     * Looks only.
     *
     * @throws DemoException if the schema holds anything that is not a demo's
     */
    public Optional<Present> present(String schema) {
        try (Connection connection = owner.getConnection()) {
            return new DemoSchema(connection, schema)
                    .look()
                    .map(left -> new Present(
                            left.generation(),
                            left.complete(),
                            left.complete() ? duties(schema, left.generation()) : Optional.empty()));
        } catch (SQLException e) {
            throw refused(schema, e);
        }
    }

    private static Optional<DemoSummary> duties(String schema, String generation) {
        return Order.read(schema, generation).map(order -> summary(order, Map.of(), 0));
    }

    private static DemoSummary summary(Order order, Map<String, Long> rows, long objects) {
        DemoHolds duties = new DemoHolds(order);
        return new DemoSummary(order.generation(), rows, objects, duties.holds(), duties.fiscalYears());
    }

    private static DemoException refused(String schema, SQLException e) {
        return new DemoException(
                SENTENCES.say("data.database-refused-demo-account-must-allowed", e.getMessage(), schema), e);
    }

    /**
     * @param reset whether rows of an earlier demo may be dropped; the bucket's are for the caller to clear
     * @throws DemoException if the schema holds anything else, or a demo without {@code reset}; nothing was touched
     */
    public DemoSummary fill(Order order, boolean reset) {
        FillProgress progress = new FillProgress(note, System::nanoTime);
        try (Connection connection = owner.getConnection();
                ObjectUploads uploads = new ObjectUploads(sink, progress)) {
            connection.setAutoCommit(false);
            DemoSchema schema = new DemoSchema(connection, order.schema());
            schema.prepare(order.generation(), reset);
            new CompanyRows(order).write(connection, progress);
            new RecordingRows(order).write(connection, uploads, progress);
            new ChatRows(order).write(connection, uploads, progress);
            new TrafficRows(order).write(connection, progress);
            new LogFileRows(order).write(connection, uploads, progress);
            new FraudRows(order).write(connection, progress);
            new ContactRows(order).write(connection, progress);
            new MarketingRows(order).write(connection, progress);
            uploads.finish();
            schema.complete(order.generation());
            return summary(order, progress.rows(), progress.objects());
        } catch (SQLException e) {
            throw refused(order.schema(), e);
        }
    }
}
