package se.partnersec.gallra.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.engine.Findings.Finding;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.ledger.RunItems;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.Reference;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;

/**
 * The last look of a run, at what it has on record as done: nothing may point at what is gone, and what was reduced must
 * hold what it was reduced to. A trigger, a replica that writes back or another session can undo either without a trace.
 */
final class Aftermath {
    private static final int NAMED = 5;

    private final SourceTable source;
    private final RunItems items;
    private final Dangling dangling;
    private final Overwritten overwritten;
    private final Findings findings;

    Aftermath(JdbcTemplate jdbc, KeyTags tags, SourceTable source, Sources sources, Findings findings) {
        this.source = source;
        this.items = new RunItems(jdbc, source.category());
        this.dangling = new Dangling(jdbc, tags, source, sources);
        this.overwritten = new Overwritten(jdbc, source.record());
        this.findings = findings;
    }

    /** How many findings there are; each is noted, and those of an earlier look of the same run are settled first. */
    long look(long runId) {
        Map<Reference, Map<String, Long>> pointing = new LinkedHashMap<>();
        Map<String, List<String>> back = new TreeMap<>();
        if (source.record().detached()) {
            overwritten.saidToBeEmpty(back);
        } else {
            if (!dangling.nothingRefers()) {
                pointers(runId, pointing);
            }
            if (source.reducible() && source.sums() == null) {
                each(runId, Set.of(Outcome.ANONYMISED), keys -> overwritten.notAsMeant(keys, back));
            }
        }
        List<Finding> found = new ArrayList<>();
        pointing.forEach((reference, keys) -> found.add(dangling(reference, keys)));
        back.forEach((column, keys) -> found.add(notReduced(column, keys)));
        findings.settle(runId, List.of("DANGLING_POINTER", "NOT_REDUCED"));
        findings.note(runId, found);
        return found.size();
    }

    /** What was added to a sum is gone as well. */
    private void pointers(long runId, Map<Reference, Map<String, Long>> found) {
        Set<Outcome> gone = source.sums() == null ? Set.of(Outcome.ERASED) : Set.of(Outcome.ERASED, Outcome.ANONYMISED);
        Set<ByteBuffer> tagged = new HashSet<>();
        items.each(runId, gone, done -> {
            dangling.count(keys(done), found);
            done.tags().forEach(tag -> tagged.add(ByteBuffer.wrap(tag)));
        });
        dangling.countTagged(tagged, found);
    }

    private void each(long runId, Set<Outcome> outcomes, java.util.function.Consumer<List<RecordKey>> look) {
        items.each(runId, outcomes, done -> look.accept(keys(done)));
    }

    private static List<RecordKey> keys(RunItems.Done done) {
        return done.numbers().stream().map(text -> new RecordKey(text, true)).toList();
    }

    private Finding dangling(Reference reference, Map<String, Long> keys) {
        long rows = keys.values().stream().mapToLong(n -> n).sum();
        String named = keys.keySet().stream()
                .filter(key -> !key.isEmpty())
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return new Finding(
                reference.name(),
                "DANGLING_POINTER",
                rows + " rows of " + reference.table().table() + " still point by " + reference.column()
                        + " at records of " + source.record().table() + " that are erased"
                        + (named.isEmpty() ? "" : " (" + named + (keys.size() > NAMED ? ", …)" : ")"))
                        + "; clear them, or map the table under children of " + source.category());
    }

    private Finding notReduced(String column, List<String> keys) {
        String named = keys.stream().limit(NAMED).collect(Collectors.joining(", "));
        return new Finding(
                source.record().table() + "." + column,
                "NOT_REDUCED",
                keys.size() + " records (" + named + (keys.size() > NAMED ? ", …" : "") + ") do not hold in " + column
                        + " what the mapping says is left of them; see what wrote there since, then restart the run");
    }
}
