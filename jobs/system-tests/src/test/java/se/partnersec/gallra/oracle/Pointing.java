package se.partnersec.gallra.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Duties.Duty;
import se.partnersec.gallra.oracle.Judgement.Fate;
import se.partnersec.gallra.oracle.Rows.Row;

/** The rows of other categories that point at users or invoices: they have rules of their own and only lose the pointer. */
final class Pointing {
    /**
     * One table of them.
     *
     * @param role what the shipped mapping calls them
     * @param held by what a row is held in its own category
     * @param processed whether it is a customer's
     */
    private record Kind(
            String role, Map<String, List<Row>> rows, Function<Row, @Nullable Duty> held, Predicate<Row> processed) {}

    private final World world;
    private final Duties duties;
    private final String category;
    private final String column;
    private final List<Kind> kinds = new ArrayList<>();

    private Pointing(World world, Duties duties, String category, String column) {
        this.world = world;
        this.duties = duties;
        this.category = category;
        this.column = column;
        Map<String, List<Row>> transcripts = Bills.by(world.table("call_transcript"), "recording_id");
        Map<String, List<Row>> messages = Bills.by(world.table("chat_message"), "conversation_id");
        Map<String, List<Row>> attachments = Bills.by(world.table("chat_attachment"), "conversation_id");
        add(
                "recordings",
                "call_recording",
                row -> Holders.call(duties, row, transcripts.getOrDefault(row.key(), List.of())));
        add(
                "chats",
                "chat_conversation",
                row -> Holders.chat(
                        duties,
                        row,
                        messages.getOrDefault(row.key(), List.of()),
                        attachments.getOrDefault(row.key(), List.of())));
    }

    static Pointing atInvoices(World world, Duties duties) {
        return new Pointing(world, duties, "invoices", "invoice_id");
    }

    static Pointing atUsers(World world, Duties duties) {
        Pointing all = new Pointing(world, duties, "user-data", "user_id");
        all.add("usage", "sms_usage", row -> Holders.usage(duties, row));
        all.add("email_usage", "email_usage", row -> Holders.emails(duties, row));
        all.add("logged", "ip_log", row -> Holders.log(duties, row));
        all.add("subscriptions", "newsletter_subscription", row -> Holders.letter(duties, row));
        all.add("campaigns", "marketing_usage", row -> Holders.campaign(duties, row));
        all.logFiles();
        all.add("visits", "web_visit", row -> Holders.visit(duties, row));
        return all;
    }

    private void add(String role, String table, Function<Row, @Nullable Duty> held) {
        kinds.add(new Kind(role, Bills.by(world.table(table), column), held, Clearance::processed));
    }

    /** Who is in a file stays there as long as all of the file must stay as it is. */
    private void logFiles() {
        Rows files = world.table("access_log_file");
        Map<String, List<Row>> parties = Bills.by(world.table("access_log_party"), "file_id");
        UnaryOperator<Row> file = party -> Objects.requireNonNull(files.get(party.required("file_id")));
        kinds.add(new Kind(
                "in_log_files",
                Bills.by(world.table("access_log_party"), column),
                party -> Holders.logFile(
                        duties, file.apply(party), parties.getOrDefault(party.required("file_id"), List.of())),
                party -> Clearance.processed(file.apply(party))));
    }

    /** A hold that reaches a row which points at this one, or that row as a part of this one: without its pointer it is not
     * what was held. */
    @Nullable
    Duty held(Row target) {
        for (Kind kind : kinds) {
            List<Row> rows = kind.rows().getOrDefault(target.key(), List.of());
            Duty part = Holders.children(duties, category, kind.role(), rows);
            if (part != null) {
                return part;
            }
            for (Row row : rows) {
                Duty own = kind.held().apply(row);
                if (own != null) {
                    return own;
                }
            }
        }
        return null;
    }

    /**
     * What would go, or leave a rest, stays whole while a customer's own rows point at it: somebody has to part the two.
     */
    Judgement apart(Judgement judgement, Row target) {
        boolean theirs = kinds.stream()
                .anyMatch(kind -> kind.rows().getOrDefault(target.key(), List.of()).stream()
                        .anyMatch(kind.processed()));
        return theirs && (judgement.goes() || judgement.fate() == Fate.REDUCED)
                ? Judgement.stays("a customer's own rows point at it")
                : judgement;
    }

    /** What is ours forgets whose it was; what is a customer's does not. */
    void forget(String target) {
        for (Kind kind : kinds) {
            kind.rows().getOrDefault(target, List.of()).stream()
                    .filter(kind.processed().negate())
                    .forEach(row -> row.set(column, null));
        }
    }
}
