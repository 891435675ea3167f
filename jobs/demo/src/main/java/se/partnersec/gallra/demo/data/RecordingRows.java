package se.partnersec.gallra.demo.data;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.demo.company.DemoOccasion;
import se.partnersec.gallra.demo.company.DemoRandom;
import se.partnersec.gallra.demo.company.FillProgress;
import se.partnersec.gallra.demo.company.People;

/** Recorded calls: rows on the Swedish wall clock, objects with one or two versions, transcripts. */
final class RecordingRows {
    /** Objects among which some have several versions: the embedded store looks through all older ones at each deletion. */
    static final long WITH_VERSIONS = 1000;

    /** An object nobody's row knows of. */
    static final String ORPHAN = "calls/utan-rad/samtal-som-ingen-saknar.wav";
    /** The row whose object is not there. */
    static final long WITHOUT_OBJECT = DemoOccasion.first(DemoOccasion.OVERDUE) + 1;

    private static final int STREAM = 10;
    private static final int LONGEST = 28;
    // A queue that the policy does not map, too.
    private static final String[] QUEUES = {"sales", "support", "support", "complaints", "training", "reception"};

    private final DemoRows.Order order;

    RecordingRows(DemoRows.Order order) {
        this.order = order;
    }

    void write(Connection connection, ObjectUploads uploads, FillProgress progress) throws SQLException {
        uploads.submit(sink -> sink.put(ORPHAN, sound(0, 1)));
        try (DemoRowWriter recordings = new DemoRowWriter(
                        connection,
                        progress,
                        "call_recording",
                        "id, customer_id, user_id, invoice_id, queue, caller_no, ended_at, object_key, bookkeeping, booked_on,"
                                + " processor_for");
                DemoRowWriter transcripts =
                        new DemoRowWriter(connection, progress, "call_transcript", "recording_id, body")) {
            for (long i = 0; i < order.recordings(); i++) {
                recording(i, recordings, uploads);
            }
            recordings.finish();
            for (long i = 0; i < order.recordings(); i += 3) {
                transcripts.add(i + 1, order.random(STREAM + 1, i).of(SAID));
            }
            transcripts.finish();
        }
    }

    private void recording(long i, DemoRowWriter recordings, ObjectUploads uploads) throws SQLException {
        DemoRandom random = order.random(STREAM, i);
        DemoOccasion occasion = DemoOccasion.of(i);
        String queue = random.of(QUEUES);
        LocalTime usual = LocalTime.of(8 + random.below(9), random.below(60), random.below(60));
        DemoOccasion.Rhythm rhythm = new DemoOccasion.Rhythm(order.asOf(), due(queue), LONGEST);
        LocalDateTime ended = occasion.start(rhythm, i, order.recordings(), usual, random);
        boolean booked = occasion == DemoOccasion.BOOKED;
        if (booked && ended != null && i % 200 >= 100) {
            // Its books were closed so long ago that they need it no more.
            ended = ended.minusYears(8);
        }
        @Nullable Long user = user(occasion, i, random);
        String key = key(i + 1, ended);
        recordings.add(
                i + 1,
                user == null ? null : People.customerOf(user),
                user,
                CompanyRows.invoiceOf(user, booked ? 0 : i),
                queue,
                People.phone(user == null ? random.below(90) : user),
                // The column has whole seconds, to which MySQL rounds up: the end of a day would be tomorrow.
                ended == null ? null : ended.truncatedTo(ChronoUnit.SECONDS),
                key,
                booked ? "FULL" : "NONE",
                booked && ended != null ? ended.toLocalDate() : null,
                occasion == DemoOccasion.PROCESSOR ? 1 + random.below(20) : null);
        if (i + 1 != WITHOUT_OBJECT) {
            uploads.submit(sink -> object(sink, key, i + 1));
        }
    }

    /** Days until due with the shipped policy: floor 3, ceiling 28, lead 1. */
    static int due(String queue) {
        return switch (queue) {
            case "sales" -> 4;
            case "support" -> 15;
            default -> 27;
        };
    }

    private @Nullable Long user(DemoOccasion occasion, long i, DemoRandom random) {
        if (occasion == DemoOccasion.HELD) {
            return DemoHolds.heldUser(i);
        }
        return random.percent(20) ? null : 1L + random.below((int) order.users());
    }

    private String key(long id, @Nullable LocalDateTime ended) {
        LocalDate day = ended == null ? order.asOf() : ended.toLocalDate();
        return String.format(
                Locale.ROOT,
                "calls/%d/%02d/%02d/samtal-%06d.wav",
                day.getYear(),
                day.getMonthValue(),
                day.getDayOfMonth(),
                id);
    }

    private static void object(ObjectSink sink, String key, long id) {
        sink.put(key, sound(id, 1));
        if (id % 10 == 4 && id <= WITH_VERSIONS) {
            sink.put(key, sound(id, 2));
        }
        if (id % 10 == 7 && id <= WITH_VERSIONS) {
            sink.hide(key);
        }
    }

    /** A short silence in the form of a sound file. */
    private static byte[] sound(long id, int version) {
        return ("RIFF\0\0\0\0WAVE demo " + id + " version " + version).getBytes(StandardCharsets.US_ASCII);
    }

    private static final String[] SAID = {
        "Kunden frågar om sin faktura och får den förklarad.",
        "Kunden vill flytta sitt nummer och får ett datum.",
        "Kunden klagar på ett avbrott och får en ursäkt."
    };
}
