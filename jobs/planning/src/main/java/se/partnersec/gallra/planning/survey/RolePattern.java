package se.partnersec.gallra.planning.survey;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import se.partnersec.gallra.database.catalog.CatalogTable.Column;

/**
 * Names by which the column of a role is known.
 *
 * @param sure phrases that can mean nothing else
 * @param weak phrases that may mean it
 * @param kind of values
 */
record RolePattern(List<Set<Concept>> sure, List<Set<Concept>> weak, Kind kind) {
    /** What a column of a role holds. */
    enum Kind {
        TIME,
        DAY,
        NUMBER,
        WORD,
        TEXT;

        boolean takes(Column column) {
            if (column.generated()) {
                return false;
            }
            return switch (this) {
                case TIME ->
                    Set.of("datetime", "timestamp", "date", "bigint", "int").contains(column.type());
                case DAY -> column.type().equals("date");
                case NUMBER -> column.isInteger() || column.type().equals("decimal");
                case WORD ->
                    column.isString()
                            || column.isInteger()
                            || column.type().equals("enum")
                            || column.type().equals("bit");
                case TEXT -> column.isString();
            };
        }
    }

    private static final Map<String, RolePattern> KNOWN = known();

    private static Map<String, RolePattern> known() {
        Map<String, RolePattern> all = new TreeMap<>();
        put(all, Kind.TIME, "ended_at", List.of(of(Concept.END)), List.of(of(Concept.CLOSED)));
        put(all, Kind.TIME, "closed_at", List.of(of(Concept.CLOSED)), List.of(of(Concept.END)));
        put(all, Kind.TIME, "opened_at", List.of(of(Concept.OPENED)), List.of(of(Concept.START)));
        put(all, Kind.TIME, "last_message_at", List.of(of(Concept.LAST, Concept.MESSAGE)), List.of(of(Concept.LAST)));
        put(all, Kind.TIME, "sent_at", List.of(of(Concept.SENT)), List.of(of(Concept.TIME)));
        put(all, Kind.TIME, "seen_at", List.of(of(Concept.SEEN)), List.of(of(Concept.TIME)));
        put(all, Kind.TIME, "oldest_at", List.of(of(Concept.OLDEST)), List.of());
        put(all, Kind.TIME, "newest_at", List.of(of(Concept.NEWEST)), List.of(of(Concept.LAST)));
        put(all, Kind.TIME, "given_at", List.of(of(Concept.GIVEN)), List.of(of(Concept.START)));
        put(all, Kind.TIME, "withdrawn_at", List.of(of(Concept.WITHDRAWN)), List.of(of(Concept.END)));
        put(all, Kind.TIME, "last_login_at", List.of(of(Concept.LAST, Concept.LOGIN)), List.of());
        put(all, Kind.TIME, "lifted_at", List.of(of(Concept.LIFTED)), List.of(of(Concept.END)));
        put(all, Kind.TIME, "blocked_at", List.of(), List.of(of(Concept.BLOCK)));
        put(
                all,
                Kind.TIME,
                "collected_at",
                List.of(of(Concept.COLLECTED)),
                List.of(of(Concept.VISIT), of(Concept.TIME)));
        put(all, Kind.DAY, "blocked_until_on", List.of(of(Concept.BLOCK, Concept.UNTIL)), List.of(of(Concept.UNTIL)));
        put(all, Kind.DAY, "review_by_on", List.of(of(Concept.REVIEW)), List.of());
        put(
                all,
                Kind.DAY,
                "issued_on",
                List.of(of(Concept.ISSUED), of(Concept.INVOICE, Concept.DATE)),
                List.of(of(Concept.START)));
        put(all, Kind.DAY, "settled_on", List.of(of(Concept.PAID)), List.of());
        put(all, Kind.DAY, "booked_on", List.of(of(Concept.BOOKED)), List.of(of(Concept.VOUCHER, Concept.DATE)));
        put(all, Kind.DAY, "concerns_on", List.of(), List.of(of(Concept.CONCERNS)));
        put(all, Kind.DAY, "interrupted_on", List.of(of(Concept.INTERRUPTED)), List.of());
        put(all, Kind.DAY, "used_on", List.of(of(Concept.USAGE)), List.of(of(Concept.DATE)));
        put(
                all,
                Kind.DAY,
                "paid_on",
                List.of(of(Concept.PAID), of(Concept.PAYMENT, Concept.DATE)),
                List.of(of(Concept.DATE)));
        put(all, Kind.DAY, "start_on", List.of(of(Concept.START)), List.of());
        put(all, Kind.DAY, "end_on", List.of(of(Concept.END)), List.of(of(Concept.UNTIL)));
        put(all, Kind.WORD, "status", List.of(of(Concept.STATUS)), List.of());
        put(all, Kind.WORD, "kind", List.of(of(Concept.KIND)), List.of());
        put(all, Kind.WORD, "queue", List.of(of(Concept.QUEUE)), List.of());
        put(all, Kind.WORD, "bookkeeping", List.of(of(Concept.BOOKKEEPING)), List.of());
        put(all, Kind.WORD, "processor", List.of(of(Concept.PROCESSOR)), List.of(of(Concept.FOR, Concept.CUSTOMER)));
        put(all, Kind.WORD, "in_court", List.of(of(Concept.COURT)), List.of(of(Concept.COLLECTION)));
        put(all, Kind.WORD, "consumer", List.of(of(Concept.CONSUMER)), List.of());
        put(
                all,
                Kind.WORD,
                "billing_contact",
                List.of(of(Concept.INVOICE, Concept.CONTACT), of(Concept.BILLING, Concept.CONTACT)),
                List.of());
        put(all, Kind.WORD, "block", List.of(of(Concept.STATUS)), List.of());
        put(all, Kind.NUMBER, "amount", List.of(of(Concept.AMOUNT)), List.of());
        put(all, Kind.NUMBER, "quantity", List.of(of(Concept.QUANTITY)), List.of());
        put(all, Kind.NUMBER, "number", List.of(of(Concept.VOUCHER, Concept.NUMBER)), List.of());
        put(all, Kind.TEXT, "series", List.of(of(Concept.VOUCHER, Concept.SERIES)), List.of());
        put(all, Kind.TEXT, "email", List.of(of(Concept.EMAIL)), List.of());
        put(all, Kind.TEXT, "channel", List.of(of(Concept.CHANNEL)), List.of());
        put(all, Kind.TEXT, "address", List.of(of(Concept.ADDRESS), of(Concept.IP)), List.of());
        put(all, Kind.TEXT, "reason", List.of(of(Concept.REASON)), List.of());
        put(all, Kind.TEXT, "indicator", List.of(of(Concept.INDICATOR)), List.of());
        return Map.copyOf(all);
    }

    private static void put(
            Map<String, RolePattern> all, Kind kind, String role, List<Set<Concept>> sure, List<Set<Concept>> weak) {
        all.put(role, new RolePattern(sure, weak, kind));
    }

    private static Set<Concept> of(Concept first, Concept... more) {
        return EnumSet.of(first, more);
    }

    /** Of a role of which nothing is known the name of its column cannot be told. */
    static RolePattern of(String role) {
        Kind kind = role.endsWith("_at") ? Kind.TIME : role.endsWith("_on") ? Kind.DAY : Kind.WORD;
        return KNOWN.getOrDefault(role, new RolePattern(List.of(), List.of(), kind));
    }
}
