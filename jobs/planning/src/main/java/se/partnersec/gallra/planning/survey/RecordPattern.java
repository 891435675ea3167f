package se.partnersec.gallra.planning.survey;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names by which the table of a category is known, and children that go with its records.
 *
 * @param sure phrases that can mean nothing else
 * @param weak phrases that may mean it
 * @param children what they are called in the mapping, and by which name their table is known
 */
public record RecordPattern(List<Set<Concept>> sure, List<Set<Concept>> weak, Map<String, Set<Concept>> children) {
    /** Tables of parts of a record, or of what is left of records, are not the records. */
    private static final Set<Concept> PARTS = EnumSet.of(
            Concept.STATISTIC,
            Concept.SUM,
            Concept.MESSAGE,
            Concept.ATTACHMENT,
            Concept.TRANSCRIPT,
            Concept.PARTY,
            Concept.LINE,
            Concept.PAYMENT,
            Concept.DISPUTE,
            Concept.QUARANTINE);

    private static final Map<String, RecordPattern> KNOWN = Map.ofEntries(
            Map.entry(
                    "call-recordings",
                    new RecordPattern(
                            List.of(of(Concept.CALL, Concept.RECORDING)),
                            List.of(of(Concept.RECORDING), of(Concept.CALL)),
                            Map.of("transcripts", of(Concept.TRANSCRIPT)))),
            Map.entry(
                    "chat-logs",
                    new RecordPattern(
                            List.of(of(Concept.CHAT)),
                            List.of(),
                            Map.of("messages", of(Concept.MESSAGE), "attachments", of(Concept.ATTACHMENT)))),
            Map.entry(
                    "ip-logs",
                    new RecordPattern(
                            List.of(of(Concept.IP, Concept.LOG), of(Concept.IP, Concept.TRAFFIC)),
                            List.of(
                                    of(Concept.WEB, Concept.TRAFFIC),
                                    of(Concept.ACCESS, Concept.LOG),
                                    of(Concept.TRAFFIC, Concept.LOG),
                                    of(Concept.REQUEST)),
                            Map.of())),
            Map.entry(
                    "ip-log-files",
                    new RecordPattern(
                            List.of(of(Concept.ACCESS, Concept.LOG, Concept.FILE)),
                            List.of(of(Concept.LOG, Concept.FILE)),
                            Map.of("parties", of(Concept.PARTY)))),
            Map.entry(
                    "traffic-data",
                    new RecordPattern(
                            List.of(of(Concept.SMS, Concept.USAGE)),
                            List.of(of(Concept.SMS), of(Concept.USAGE), of(Concept.SMS, Concept.TRAFFIC)),
                            Map.of())),
            Map.entry(
                    "email-traffic",
                    new RecordPattern(
                            List.of(of(Concept.EMAIL, Concept.USAGE)),
                            List.of(of(Concept.EMAIL, Concept.TRAFFIC)),
                            Map.of())),
            Map.entry(
                    "fraud-addresses",
                    new RecordPattern(
                            List.of(of(Concept.BLOCK, Concept.ADDRESS), of(Concept.BLOCK, Concept.IP)),
                            List.of(of(Concept.FRAUD), of(Concept.BLOCK)),
                            Map.of("messages", of(Concept.MESSAGE)))),
            Map.entry("newsletter", new RecordPattern(List.of(of(Concept.NEWSLETTER)), List.of(), Map.of())),
            Map.entry(
                    "marketing-traffic",
                    new RecordPattern(
                            List.of(of(Concept.MARKETING, Concept.USAGE)),
                            List.of(of(Concept.MARKETING, Concept.TRAFFIC)),
                            Map.of())),
            Map.entry("leads", new RecordPattern(List.of(of(Concept.LEAD)), List.of(), Map.of())),
            Map.entry(
                    "web-visits",
                    new RecordPattern(List.of(of(Concept.WEB, Concept.VISIT)), List.of(of(Concept.VISIT)), Map.of())),
            Map.entry(
                    "invoices",
                    new RecordPattern(
                            List.of(),
                            List.of(),
                            Map.of(
                                    "lines",
                                    of(Concept.LINE),
                                    "payments",
                                    of(Concept.PAYMENT),
                                    "disputes",
                                    of(Concept.DISPUTE)))),
            Map.entry("user-data", new RecordPattern(List.of(), List.of(), Map.of("memberships", of(Concept.MEMBER)))),
            Map.entry(
                    "credentials", new RecordPattern(List.of(), List.of(), Map.of("memberships", of(Concept.MEMBER)))));

    private static Set<Concept> of(Concept first, Concept... more) {
        return EnumSet.of(first, more);
    }

    /** Of a category of which nothing is known the name of its table cannot be told. */
    public static RecordPattern of(String category) {
        return KNOWN.getOrDefault(category, new RecordPattern(List.of(), List.of(), Map.of()));
    }

    /** Whether a table is so called, by more than half a word: sure, or perhaps; null if not. */
    @Nullable
    public Certainty matches(SurveyedTable table) {
        NameParts parts = table.parts();
        if (PARTS.stream().anyMatch(parts.concepts()::contains)) {
            return null;
        }
        if (sure.stream().anyMatch(parts::speaksOf)) {
            return parts.whole() ? Certainty.SURE : Certainty.CHECK;
        }
        return weak.stream().anyMatch(parts::speaksOf) ? Certainty.CHECK : null;
    }

    /** How much of the name speaks of it. */
    public int score(SurveyedTable table) {
        return Math.max(longest(sure, table) * 10, longest(weak, table) * 3);
    }

    private static int longest(List<Set<Concept>> phrases, SurveyedTable table) {
        return phrases.stream()
                .filter(table.parts()::speaksOf)
                .mapToInt(Set::size)
                .max()
                .orElse(0);
    }
}
