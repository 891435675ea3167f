package se.partnersec.gallra.demo.data;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.demo.company.DemoOccasion;
import se.partnersec.gallra.demo.company.DemoRandom;
import se.partnersec.gallra.demo.company.FillProgress;
import se.partnersec.gallra.demo.company.People;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Chats in milliseconds since 1970, with messages, and attachments in the bucket. */
final class ChatRows {
    static final int DUE = 60;

    private static final int STREAM = 20;
    private static final int ERASE_BY = DUE + 2;
    private static final String[] TOPICS = {"Fråga om faktura", "Flytta nummer", "Avtal", "Driftstörning", "Byta tjänst"
    };
    private static final String[] CUSTOMER = {
        "Hej, jag förstår inte min faktura.", "Det fungerar inte sedan i morse.", "När börjar avtalet gälla?", "Tack!"
    };
    private static final String[] SUPPORT = {
        "Hej! Jag tittar på det åt dig.", "Nu är det ordnat.", "Kan du starta om och försöka igen?", "Varsågod."
    };
    private static final String[] FILES = {"skärmbild.png", "kvitto från mötet.pdf", "avtal+bilaga.pdf"};

    private final DemoRows.Order order;
    private long message;
    private long attachment;

    ChatRows(DemoRows.Order order) {
        this.order = order;
    }

    /** When a chat was closed and when somebody last wrote; the later of the two starts its period. */
    private record Span(@Nullable Long closed, @Nullable Long last) {}

    void write(Connection connection, ObjectUploads uploads, FillProgress progress) throws SQLException {
        try (DemoRowWriter chats = new DemoRowWriter(
                        connection,
                        progress,
                        "chat_conversation",
                        "id, customer_id, user_id, invoice_id, topic, closed_ms, last_message_ms, bookkeeping, booked_on, processor_for");
                DemoRowWriter messages = new DemoRowWriter(
                        connection, progress, "chat_message", "id, conversation_id, sent_ms, sender, body");
                DemoRowWriter attachments = new DemoRowWriter(
                        connection, progress, "chat_attachment", "id, conversation_id, file_name, object_key")) {
            for (long i = 0; i < order.chats(); i++) {
                conversation(i, chats);
            }
            chats.finish();
            for (long i = 0; i < order.chats(); i++) {
                children(i, messages, attachments, uploads);
            }
            messages.finish();
            attachments.finish();
        }
    }

    private @Nullable LocalDateTime start(long i) {
        DemoRandom random = order.random(STREAM, i);
        LocalTime usual = LocalTime.of(8 + random.below(9), random.below(60), random.below(60));
        DemoOccasion.Rhythm rhythm = new DemoOccasion.Rhythm(order.asOf(), DUE, ERASE_BY);
        return DemoOccasion.of(i).start(rhythm, i, order.chats(), usual, random);
    }

    private Span span(long i) {
        LocalDateTime start = start(i);
        if (start == null) {
            return new Span(null, null);
        }
        long ms = start.atZone(SwedishCalendar.ZONE).toInstant().toEpochMilli();
        int way = order.random(STREAM + 1, i).below(10);
        if (way == 0) {
            return new Span(null, ms);
        }
        return way <= 2 ? new Span(ms - 86_400_000L, ms) : new Span(ms, ms - 60_000L * way);
    }

    private void conversation(long i, DemoRowWriter chats) throws SQLException {
        DemoRandom random = order.random(STREAM + 2, i);
        DemoOccasion occasion = DemoOccasion.of(i);
        Span span = span(i);
        LocalDateTime start = start(i);
        LocalDate booked = occasion == DemoOccasion.BOOKED && start != null ? start.toLocalDate() : null;
        Long user = user(occasion, i, random);
        chats.add(
                i + 1,
                user == null ? null : People.customerOf(user),
                user,
                CompanyRows.invoiceOf(user, booked == null ? i : 0),
                random.of(TOPICS),
                span.closed(),
                span.last(),
                booked == null ? "NONE" : "FULL",
                booked,
                occasion == DemoOccasion.PROCESSOR ? 1 + random.below(20) : null);
    }

    private @Nullable Long user(DemoOccasion occasion, long i, DemoRandom random) {
        if (occasion == DemoOccasion.HELD) {
            return DemoHolds.heldUser(i);
        }
        return random.percent(10) ? null : 1L + random.below((int) order.users());
    }

    private void children(long i, DemoRowWriter messages, DemoRowWriter attachments, ObjectUploads uploads)
            throws SQLException {
        Long last = span(i).last();
        if (last == null) {
            return;
        }
        DemoRandom random = order.random(STREAM + 3, i);
        int count = 2 + random.below(3);
        for (int k = 0; k < count; k++) {
            boolean customer = k % 2 == 0;
            long sent = last - (count - 1 - k) * 120_000L;
            messages.add(
                    ++message,
                    i + 1,
                    sent,
                    customer ? "kund" : "kundtjänst",
                    customer ? random.of(CUSTOMER) : random.of(SUPPORT));
        }
        if (i % 8 == 0) {
            attach(i, random.of(FILES), attachments, uploads);
        }
        if (i % 40 == 0) {
            attach(i, "bilaga-2.txt", attachments, uploads);
        }
    }

    private void attach(long i, String file, DemoRowWriter attachments, ObjectUploads uploads) throws SQLException {
        String key = String.format(Locale.ROOT, "chats/%06d/%s", i + 1, file);
        long id = ++attachment;
        attachments.add(id, i + 1, file, key);
        uploads.submit(sink -> {
            sink.put(key, ("Bilaga " + id).getBytes(StandardCharsets.UTF_8));
            if (id % 5 == 2 && id <= RecordingRows.WITH_VERSIONS) {
                sink.put(key, ("Bilaga " + id + ", rättad").getBytes(StandardCharsets.UTF_8));
            }
            if (id % 5 == 4 && id <= RecordingRows.WITH_VERSIONS) {
                sink.hide(key);
            }
        });
    }
}
