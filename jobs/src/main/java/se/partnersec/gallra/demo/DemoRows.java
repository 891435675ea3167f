package se.partnersec.gallra.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Fills a schema and a bucket with the invented business: the same order gives the same rows and objects. */
public final class DemoRows {
    private final DataSource owner;
    private final ObjectSink sink;

    /** @param owner may make the schema of the business; one account, used for the demo only */
    public DemoRows(DataSource owner, ObjectSink sink) {
        this.owner = owner;
        this.sink = sink;
    }

    /**
     * What to invent.
     *
     * @param asOf the day everything is timed by: what is due that day, what the day after
     * @param rows about how many records of the three categories together, at least 200
     */
    public record Order(String schema, LocalDate asOf, long rows, long seed) {
        private static final long LEAST = 200;

        public Order {
            if (rows < LEAST) {
                throw new DemoRefused("The demo needs at least " + LEAST + " rows to show every case, not " + rows
                        + ": give --rows.");
            }
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
     * @param reset whether rows of an earlier demo may be dropped; the bucket's are for the caller to clear
     * @throws DemoRefused if the schema holds anything else, or a demo without {@code reset}; nothing was touched
     */
    public DemoSummary fill(Order order, boolean reset) {
        try (Connection connection = owner.getConnection();
                ObjectUploads uploads = new ObjectUploads(sink)) {
            connection.setAutoCommit(false);
            DemoSchema schema = new DemoSchema(connection, order.schema());
            schema.prepare(order.generation(), reset);
            Map<String, Long> rows = new LinkedHashMap<>();
            new CompanyRows(order).write(connection, rows);
            new RecordingRows(order).write(connection, uploads, rows);
            new ChatRows(order).write(connection, uploads, rows);
            new TrafficRows(order).write(connection, rows);
            long objects = uploads.finish();
            schema.complete(order.generation());
            DemoDuties duties = new DemoDuties(order);
            return new DemoSummary(order.generation(), rows, objects, duties.holds(), duties.fiscalYears());
        } catch (SQLException e) {
            throw new DemoRefused(
                    "The database refused the demo: " + e.getMessage()
                            + ". The account must be allowed to make the schema " + order.schema() + " and its tables.",
                    e);
        }
    }
}
