package se.partnersec.gallra.erasure.verify;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.KeyReference;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.record.KeyPages;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.entry.RunItems;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.FindingRepository.Finding;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The last look of a run, at what it has on record as done: nothing may point at what is gone, and what was reduced must
 * hold what it was reduced to. A trigger, a replica that writes back or another session can undo either without a trace.
 */
public final class PostErasureCheck {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private static final int NAMED = 5;
    /** How {@link OverwriteCheck#saidToBeEmpty} calls what it looks at. */
    private static final String PRESENT = "present";

    private static final List<String> CODES =
            List.of(FindingRepository.DANGLING_POINTER, FindingRepository.NOT_REDUCED);

    private final CategoryMapping source;
    private final @Nullable DanglingReferences dangling;
    private final JdbcTemplate jdbc;
    private final Pseudonymizer tags;
    private final boolean numeric;
    private final FindingRepository.Writer findings;

    public PostErasureCheck(
            JdbcTemplate jdbc,
            Pseudonymizer tags,
            KeyTypes kinds,
            CategoryMapping source,
            SourceMapping sources,
            FindingRepository.Writer findings) {
        this.source = source;
        List<KeyReference> references = source.record().detached() ? List.of() : sources.referencesTo(source);
        this.dangling = references.isEmpty() ? null : new DanglingReferences(jdbc, tags, source, references);
        this.jdbc = jdbc;
        this.tags = tags;
        this.numeric = kinds.numeric(source.record());
        this.findings = findings;
    }

    /** How many findings there are; each is noted, and those of an earlier look of the same run are settled first. */
    long look(long runId) {
        // First, under other names: a finding of this run about the same column must not take their place.
        findings.givenUp(CODES).forEach(this::again);
        List<Finding> found = found(runId);
        findings.settle(runId, CODES);
        findings.note(runId, found);
        return found.size();
    }

    /**
     * Looks again at a run that was given up, since nobody takes it up. What is not as it should be stays on record, and so does
     * what the mapping at hand gives no way to look at.
     */
    private void again(long givenUp) {
        String suffix = SENTENCES.say("verify.run", givenUp);
        List<Finding> stay = new ArrayList<>();
        for (Finding each : findings.noted(givenUp, CODES)) {
            String column = each.subject().replace(suffix, "");
            if (!looksAt(column)) {
                stay.add(new Finding(column + suffix, each.code(), each.detail()));
            }
        }
        found(givenUp).forEach(each -> stay.add(new Finding(each.subject() + suffix, each.code(), each.detail())));
        findings.settle(givenUp, CODES);
        findings.note(givenUp, stay);
    }

    private boolean looksAt(String column) {
        String own = source.record().table() + ".";
        return dangling != null && dangling.refersBy(column)
                || source.record().detached() && column.equals(own + PRESENT)
                || source.reducible()
                        && source.sums() == null
                        && source.record().reduced().stream().anyMatch(each -> column.equals(own + each.column()));
    }

    private List<Finding> found(long runId) {
        Map<KeyReference, Map<String, Long>> pointing = new LinkedHashMap<>();
        Map<String, List<String>> back = new TreeMap<>();
        if (source.record().detached()) {
            new OverwriteCheck(jdbc, source.record()).saidToBeEmpty(back);
        } else {
            if (dangling != null) {
                pointers(runId, dangling, pointing);
            }
            if (source.reducible() && source.sums() == null) {
                overwritten(runId, back);
            }
        }
        List<Finding> found = new ArrayList<>();
        pointing.forEach((reference, keys) -> found.add(dangling(reference, keys)));
        back.forEach((column, keys) -> found.add(notReduced(column, keys)));
        return found;
    }

    /** What was added to a sum is gone as well. */
    private void pointers(long runId, DanglingReferences references, Map<KeyReference, Map<String, Long>> found) {
        Set<Outcome> gone = source.sums() == null ? Set.of(Outcome.ERASED) : Set.of(Outcome.ERASED, Outcome.ANONYMISED);
        Set<ByteBuffer> tagged = new HashSet<>();
        new RunItems(jdbc, source.category()).each(runId, gone, done -> {
            references.count(keys(done), found);
            done.tags().forEach(tag -> tagged.add(ByteBuffer.wrap(tag)));
        });
        references.countTagged(tagged, found);
    }

    /** Of keys that are tags in the ledger only the rows that are there can be asked. */
    private void overwritten(long runId, Map<String, List<String>> found) {
        OverwriteCheck overwritten = new OverwriteCheck(jdbc, source.record());
        Set<ByteBuffer> tagged = new HashSet<>();
        new RunItems(jdbc, source.category()).each(runId, Set.of(Outcome.ANONYMISED), done -> {
            overwritten.notAsMeant(keys(done), found);
            done.tags().forEach(tag -> tagged.add(ByteBuffer.wrap(tag)));
        });
        if (!tagged.isEmpty()) {
            new KeyPages(jdbc, source.record(), numeric)
                    .each(page -> overwritten.notAsMeant(
                            page.stream()
                                    .filter(key -> tagged.contains(ByteBuffer.wrap(
                                            tags.tag(source.category().id(), key.text()))))
                                    .toList(),
                            found));
        }
    }

    private static List<RecordKey> keys(RunItems.Done done) {
        return done.numbers().stream().map(text -> new RecordKey(text, true)).toList();
    }

    private Finding dangling(KeyReference reference, Map<String, Long> keys) {
        long rows = keys.values().stream().mapToLong(n -> n).sum();
        String named = keys.keySet().stream()
                .filter(key -> !key.isEmpty())
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return new Finding(
                reference.name(),
                FindingRepository.DANGLING_POINTER,
                SENTENCES.say(
                        "verify.rows-still-point-records-erased-clear",
                        rows,
                        reference.table().table(),
                        reference.column(),
                        source.record().table(),
                        (named.isEmpty() ? "" : " (" + named + (keys.size() > NAMED ? ", …)" : ")")),
                        source.category()));
    }

    private Finding notReduced(String column, List<String> keys) {
        String named = keys.stream()
                .limit(NAMED)
                .map(key -> findings.of(new RecordKey(key, numeric), "", "").subject())
                .collect(Collectors.joining(", "));
        return new Finding(
                source.record().table() + "." + column,
                FindingRepository.NOT_REDUCED,
                SENTENCES.say(
                        "verify.records-do-not-hold-what-mapping",
                        keys.size(),
                        named,
                        (keys.size() > NAMED ? ", …" : ""),
                        column));
    }
}
