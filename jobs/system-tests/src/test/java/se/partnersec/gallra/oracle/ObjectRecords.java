package se.partnersec.gallra.oracle;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Duties.Duty;
import se.partnersec.gallra.oracle.Rows.Row;

/** Calls, chats and files of IP logs: records of which a part lies in the bucket. */
final class ObjectRecords {
    private final World world;
    private final Duties duties;
    private final RuleTable rules;
    private final Clearance clearance;

    ObjectRecords(Clearance clearance) {
        this.world = clearance.world();
        this.duties = clearance.duties();
        this.rules = clearance.rules();
        this.clearance = clearance;
    }

    void calls() {
        Map<String, List<Row>> transcripts = Bills.by(world.table("call_transcript"), "recording_id");
        withObject(
                "call-recordings",
                "call_recording",
                "calls/",
                row -> Holders.call(duties, row, transcripts.getOrDefault(row.key(), List.of())),
                rules::call,
                key -> clearance.remove("call_transcript", transcripts.get(key)));
    }

    void logFiles(Days days) {
        Map<String, List<Row>> parties = Bills.by(world.table("access_log_party"), "file_id");
        withObject(
                "ip-log-files",
                "access_log_file",
                "iplogs/",
                row -> Holders.logFile(duties, row, parties.getOrDefault(row.key(), List.of())),
                row -> LogFiles.judge(rules, days, row),
                key -> clearance.remove("access_log_party", parties.get(key)));
    }

    /** @param parts removes what goes with the row of this key */
    private void withObject(
            String category,
            String table,
            String prefix,
            Function<Row, @Nullable Duty> held,
            Function<Row, Judgement> rule,
            Consumer<String> parts) {
        Set<String> shared = shared(world.table(table), "object_key");
        Map<String, String> objects = new HashMap<>();
        Map<String, Judgement> judged = clearance.each(category, table, held, row -> {
            String object = row.text("object_key");
            if (object != null) {
                objects.put(row.key(), object);
            }
            return mayTouch(rule.apply(row), object, prefix, shared);
        });
        judged.forEach((key, judgement) -> {
            if (judgement.goes()) {
                parts.accept(key);
                world.objects().remove(objects.getOrDefault(key, ""));
            }
        });
    }

    void chats() {
        Map<String, List<Row>> messages = Bills.by(world.table("chat_message"), "conversation_id");
        Map<String, List<Row>> attachments = Bills.by(world.table("chat_attachment"), "conversation_id");
        Set<String> shared = shared(world.table("chat_attachment"), "object_key");
        Map<String, Judgement> judged = clearance.each(
                "chat-logs",
                "chat_conversation",
                row -> Holders.chat(
                        duties,
                        row,
                        messages.getOrDefault(row.key(), List.of()),
                        attachments.getOrDefault(row.key(), List.of())),
                row -> {
                    Judgement judgement = rules.chat(row);
                    for (Row attachment : attachments.getOrDefault(row.key(), List.of())) {
                        judgement = mayTouch(judgement, attachment.text("object_key"), "chats/", shared);
                    }
                    return judgement;
                });
        judged.forEach((key, judgement) -> {
            if (judgement.goes()) {
                clearance.remove("chat_message", messages.get(key));
                for (Row attachment : attachments.getOrDefault(key, List.of())) {
                    world.objects().remove(attachment.required("object_key"));
                }
                clearance.remove("chat_attachment", attachments.get(key));
            }
        });
    }

    /** An empty key names no object, as none does. */
    private static Judgement mayTouch(Judgement judgement, @Nullable String object, String prefix, Set<String> shared) {
        if (!judgement.goes() || object == null || object.isEmpty()) {
            return judgement;
        }
        return object.startsWith(prefix) && !shared.contains(object)
                ? judgement
                : Judgement.stays("its object may be another's");
    }

    private static Set<String> shared(Rows rows, String column) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (Row row : rows.all()) {
            String key = row.text(column);
            if (key != null && !seen.add(key)) {
                twice.add(key);
            }
        }
        return twice;
    }
}
