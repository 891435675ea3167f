package se.partnersec.gallra.demo.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.demo.company.DemoOccasion;
import se.partnersec.gallra.demo.company.DemoRandom;
import se.partnersec.gallra.demo.company.FillProgress;
import se.partnersec.gallra.demo.company.People;

/** Blocked addresses and the messages quarantined for them: in force, lifted, run out by themselves, not reviewed. */
final class FraudRows {
    static final int DUE = 30;

    private static final int STREAM = 40;
    private static final int ERASE_BY = DUE + 2;
    private static final int BLOCKED = 30;
    private static final String[] LURES = {"Hämta ditt paket", "Din faktura är bifogad", "Bekräfta ditt konto"};

    private final DemoRows.Order order;
    private final LocalDate asOf;

    FraudRows(DemoRows.Order order) {
        this.order = order;
        this.asOf = order.asOf();
    }

    void write(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter blocked = new DemoRowWriter(
                        connection,
                        progress,
                        "blocked_address",
                        "id, address, reason, blocked_at, blocked_until, lifted_at, review_by, processor_for");
                DemoRowWriter messages = new DemoRowWriter(
                        connection, progress, "quarantined_message", "id, blocked_id, received_at, indicator, body")) {
            for (int i = 0; i < BLOCKED; i++) {
                block(i, blocked);
            }
            blocked.finish();
            for (int i = 0; i < BLOCKED; i++) {
                messages(i, messages);
            }
            messages.finish();
        }
    }

    /** When a block ends: by hand, by itself, or not yet. */
    private record End(
            @Nullable LocalDateTime lifted,
            @Nullable LocalDate until,
            @Nullable LocalDate reviewBy) {}

    private End end(int i) {
        DemoOccasion occasion = DemoOccasion.of(i);
        DemoOccasion.Rhythm rhythm = new DemoOccasion.Rhythm(asOf, DUE, ERASE_BY);
        LocalDateTime start = occasion.start(rhythm, i, BLOCKED, LocalTime.of(8, 30), order.random(STREAM, i));
        return switch (occasion) {
            // In force for good, and nobody has said until when it is to be looked at again.
            case NO_START -> new End(null, null, null);
            case BOOKED -> new End(null, start == null ? null : start.toLocalDate(), asOf.minusDays(20));
            case ORDINARY ->
                new End(null, i % 3 == 0 ? asOf.plusDays(i) : null, asOf.plusDays(i % 7 == 0 ? -3 : 5 * i));
            default -> new End(start == null ? null : start.withNano(0), null, null);
        };
    }

    private void block(int i, DemoRowWriter blocked) throws SQLException {
        DemoRandom random = order.random(STREAM + 1, i);
        End end = end(i);
        blocked.add(
                i + 1L,
                People.address(random),
                random.of("Nätfiske", "Skräppost", "Intrångsförsök"),
                asOf.minusDays(60 + 3L * i).atTime(13, 0),
                end.until(),
                end.lifted(),
                end.reviewBy(),
                DemoOccasion.of(i) == DemoOccasion.PROCESSOR ? 1 + random.below(20) : null);
    }

    private void messages(int i, DemoRowWriter messages) throws SQLException {
        DemoRandom random = order.random(STREAM + 2, i);
        for (int k = 0; k < i % 3; k++) {
            messages.add(
                    i * 10L + k + 1,
                    i + 1L,
                    asOf.minusDays(60 + 3L * i).atTime(12, 50 + k),
                    "lank" + i + ".example",
                    random.of(LURES));
        }
    }
}
