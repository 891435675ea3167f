package se.partnersec.gallra.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Duties.Duty;
import se.partnersec.gallra.oracle.Rows.Row;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.testing.Workplace;

/** Foretells which counts are left of calls, chats and IP log, month after month, and compares them with what is there. */
final class Counts {
    private static final int FLOOR = 5;

    /**
     * What is counted of one table.
     *
     * @param monthly by month; otherwise by day
     * @param freeAfter days after its start on which the first record of the table may go
     */
    private record Kind(
            String table,
            String statistic,
            String columns,
            String group,
            boolean monthly,
            int freeAfter,
            Function<Row, @Nullable Instant> time) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "call_recording",
                    "call_statistic",
                    "day_on, queue_name, calls",
                    "queue",
                    false,
                    4,
                    row -> Days.wall(row.text("ended_at"))),
            new Kind(
                    "chat_conversation",
                    "chat_statistic",
                    "month_on, topic, conversations",
                    "topic",
                    true,
                    60,
                    row -> Days.millis(row.text("last_message_ms"))),
            new Kind(
                    "ip_log",
                    "ip_log_statistic",
                    "day_on, service, requests",
                    "service",
                    false,
                    173,
                    row -> Days.utc(row.text("seen_at"))));

    static final List<String> TABLES = KINDS.stream().map(Kind::statistic).toList();

    private final Map<String, Long> foretold = new TreeMap<>();
    private final Set<String> settled = new HashSet<>();
    private @Nullable LocalDate last;

    /** Before a night: everything that could go by then is counted, by whatever nights there were before. */
    void night(World world, Days days, Collection<Duty> placed) {
        Duties restricted = new Duties(
                placed.stream()
                        .filter(duty -> duty.type() == HoldType.RESTRICTION)
                        .toList(),
                world,
                days.now(),
                days.today());
        KINDS.forEach(kind -> count(kind, world, restricted, days.today()));
        last = days.today();
    }

    private void count(Kind kind, World world, Duties restricted, LocalDate today) {
        Map<String, List<Row>> transcripts = Bills.by(world.table("call_transcript"), "recording_id");
        Map<String, List<Row>> messages = Bills.by(world.table("chat_message"), "conversation_id");
        Map<String, List<Row>> attachments = Bills.by(world.table("chat_attachment"), "conversation_id");
        Map<String, Long> records = new HashMap<>();
        Map<String, Set<String>> persons = new HashMap<>();
        Set<String> looked = new HashSet<>();
        for (Row row : world.table(kind.table()).all()) {
            Instant time = kind.time().apply(row);
            LocalDate day = time == null ? null : Days.swedish(time);
            LocalDate start = day == null || !kind.monthly() ? day : day.withDayOfMonth(1);
            if (start == null || start.plusDays(kind.freeAfter()).isAfter(today)) {
                continue;
            }
            String period = kind.statistic() + " " + start;
            looked.add(period);
            boolean gone = last != null && !start.plusDays(kind.freeAfter()).isAfter(last);
            Duty duty = switch (kind.table()) {
                case "call_recording" -> Holders.call(restricted, row, transcripts.getOrDefault(row.key(), List.of()));
                case "chat_conversation" ->
                    Holders.chat(
                            restricted,
                            row,
                            messages.getOrDefault(row.key(), List.of()),
                            attachments.getOrDefault(row.key(), List.of()));
                default -> Holders.log(restricted, row);
            };
            if (gone || settled.contains(period) || Clearance.processed(row) || duty != null) {
                continue;
            }
            String group = period + " " + row.required(kind.group());
            records.merge(group, 1L, Long::sum);
            String person = row.text("user_id");
            if (person != null) {
                persons.computeIfAbsent(group, g -> new HashSet<>()).add(person);
            }
        }
        settled.addAll(looked);
        records.forEach((group, n) -> {
            if (persons.getOrDefault(group, Set.of()).size() >= FLOOR) {
                foretold.put(group, n);
            }
        });
    }

    /** After the night: every count that is not as foretold. */
    List<String> differences(Workplace work) {
        Map<String, Long> there = new TreeMap<>();
        for (Kind kind : KINDS) {
            work.admin().query("SELECT " + kind.columns() + " FROM " + work.table(kind.statistic()), row -> {
                there.put(kind.statistic() + " " + row.getString(1) + " " + row.getString(2), row.getLong(3));
            });
        }
        Set<String> all = new TreeSet<>(foretold.keySet());
        all.addAll(there.keySet());
        List<String> differences = new ArrayList<>();
        for (String each : all) {
            if (!Objects.equals(foretold.get(each), there.get(each))) {
                differences.add(each + ": should be counted " + foretold.get(each) + ", and is " + there.get(each));
            }
        }
        return differences;
    }

    int size() {
        return foretold.size();
    }
}
