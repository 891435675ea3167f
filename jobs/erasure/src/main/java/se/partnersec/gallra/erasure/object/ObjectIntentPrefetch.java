package se.partnersec.gallra.erasure.object;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.ReadAheadThread;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.ObjectVersion;

/**
 * Puts on record what the store may be asked for, a page ahead: while one page's rows go, the next page's objects are listed.
 * It looks without a lock and keeps nobody waiting; whatever it writes down is decided anew, under the gate, before anything is
 * asked for. One page after the other, by a worker and a connection of its own.
 */
public final class ObjectIntentPrefetch {
    /** Of the transaction that waits for a listing; the server ends a session that has said nothing for a minute. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(20);

    private final JdbcTemplate jdbc;
    private final RecordReader reader;
    private final Assessor assessor;
    private final ObjectKeys objectKeys;
    private final RunContext context;
    private final LeaseCheck lease;
    private final ErasureGate gate;
    private final ObjectBucket bucket;
    private final ObjectIntentRepository intents;
    private final CrashPoint.Witness witness;
    private final TransactionTemplate transaction;
    private final Deque<Future<Page>> begun = new ArrayDeque<>();
    private @Nullable Runnable behind;
    private @Nullable ReadAheadThread worker;

    /** Reads with a reader and decides with an assessor of its own: what those remember is not for two at a time. */
    public ObjectIntentPrefetch(
            RunResources resources,
            RunContext context,
            LeaseCheck lease,
            ObjectBucket bucket,
            ObjectIntentRepository intents) {
        this.jdbc = resources.jdbc();
        Category category = context.category();
        this.reader = new RecordReader(
                resources.jdbc(), resources.sources().table(category.category()), resources.kinds(), resources.tags());
        this.assessor = new Assessor(
                resources.jdbc(),
                category,
                resources.policy(),
                resources.sources(),
                resources.kinds(),
                resources.tags(),
                context.planned(resources.jdbc(), resources.tags()));
        this.objectKeys = new ObjectKeys(resources.jdbc(), resources.sources(), resources.kinds());
        this.context = context;
        this.lease = lease;
        this.gate = new ErasureGate(resources.jdbc());
        this.bucket = bucket;
        this.intents = intents;
        this.witness = resources.witness();
        this.transaction = new TransactionTemplate(resources.manager());
    }

    /** Before the first page of a step. */
    public void open() {
        intents.rememberLast();
        worker = new ReadAheadThread();
    }

    /** Begins with a page, or with the one behind it as soon as {@link #goOn}; they are handed over in that order. */
    public void begin(CandidateQuery.Page page, long runId) {
        if (begun.isEmpty()) {
            start(page, runId);
        } else {
            behind = () -> start(page, runId);
        }
    }

    /** Begins with the page behind: the requests for the page before are answered. */
    void goOn() {
        Runnable waiting = behind;
        behind = null;
        if (waiting != null) {
            waiting.run();
        }
    }

    private void start(CandidateQuery.Page page, long runId) {
        ReadAheadThread at = worker;
        if (at == null) {
            throw new IllegalStateException("no step is open. Indicates a bug");
        }
        begun.add(at.begin(() -> {
            Page meant = intend(page.keys(), runId);
            witness.passed(CrashPoint.INTENTS_COMMITTED);
            return meant;
        }));
    }

    /** What was put on record for the page that was begun first. */
    Page next() {
        return ReadAheadThread.get(begun.remove(), SIGN_OF_LIFE, () -> jdbc.queryForObject("SELECT 1", Integer.class));
    }

    /** Ends with the step: of pages that it did not come to, nothing will be asked for. */
    public void close() {
        ReadAheadThread at = worker;
        if (at == null) {
            return;
        }
        worker = null;
        behind = null;
        at.close();
        List<ObjectIntentRepository.Intent> unwanted = new ArrayList<>();
        begun.stream().filter(Future::isDone).forEach(each -> unwanted.addAll(open(each)));
        begun.clear();
        try {
            transaction.executeWithoutResult(t -> {
                lease.confirm();
                intents.settle(ObjectIntentRepository.State.WITHDRAWN, unwanted);
            });
        } catch (DataAccessException | TransactionException | LeaseCheck.Fenced e) {
            // The step has its outcome by now; what stays open is overtaken when its record is met again.
            return;
        }
    }

    private static List<ObjectIntentRepository.Intent> open(Future<Page> done) {
        try {
            return done.get().intents().stream()
                    .filter(intent -> intent.state() == ObjectIntentRepository.State.OPEN)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            return List.of(); // rolled back
        }
    }

    private Page intend(List<RecordKey> page, long runId) {
        Page meant = new Page();
        Set<String> all = new HashSet<>();
        for (LockedRecord record : going(page)) {
            Set<String> keys = ObjectKeys.of(record);
            if (!keys.isEmpty()) {
                meant.keys().put(record.key(), keys);
                all.addAll(keys);
            }
        }
        if (all.isEmpty()) {
            return meant;
        }
        List<ObjectIntentRepository.Intent> earlier =
                intents.unsettled(meant.keys().keySet());
        // A record may name another object by now; what it named before is looked for all the same.
        earlier.forEach(intent -> all.add(intent.version().key()));
        Map<String, List<ObjectVersion>> listed = bucket.versionsOf(all);
        meant.keys().forEach((record, keys) -> {
            List<ObjectVersion> versions = keys.stream()
                    .flatMap(k -> listed.getOrDefault(k, List.of()).stream())
                    .toList();
            meant.versions().put(record, versions);
        });
        // Once all is listed: the server would end a transaction that waits for a store for a minute.
        transaction.executeWithoutResult(t -> {
            // From here on there are locks that could outlive us: whoever takes over has to know whose they are.
            lease.confirm();
            meant.intents().addAll(overtake(earlier, listed));
            meant.intents().addAll(intents.open(runId, gate.epoch(), meant.versions()));
            witness.passed(CrashPoint.INTENTS_WRITTEN);
        });
        return meant;
    }

    private List<LockedRecord> going(List<RecordKey> page) {
        List<LockedRecord> would = assessor.assess(reader.look(page), context.asOf()).stream()
                .filter(AssessedRecord::goes)
                .map(AssessedRecord::record)
                .toList();
        Map<RecordKey, String> objections = objectKeys.objections(would);
        return would.stream()
                .filter(record -> !objections.containsKey(record.key()))
                .toList();
    }

    /** Intents that were left: carried out if their version is gone, else replaced, but for those in doubt. */
    private List<ObjectIntentRepository.Intent> overtake(
            List<ObjectIntentRepository.Intent> earlier, Map<String, List<ObjectVersion>> listed) {
        List<ObjectIntentRepository.Intent> gone = new ArrayList<>();
        List<ObjectIntentRepository.Intent> replaced = new ArrayList<>();
        List<ObjectIntentRepository.Intent> doubtful = new ArrayList<>();
        for (ObjectIntentRepository.Intent intent : earlier) {
            List<ObjectVersion> there = listed.getOrDefault(intent.version().key(), List.of());
            if (there.stream().noneMatch(intent.version()::sameAs)) {
                gone.add(intent);
            } else {
                (intent.state() == ObjectIntentRepository.State.IN_DOUBT ? doubtful : replaced).add(intent);
            }
        }
        intents.settle(ObjectIntentRepository.State.GONE, gone);
        intents.settle(ObjectIntentRepository.State.WITHDRAWN, replaced);
        return doubtful;
    }

    /**
     * What was meant to go for each record of a page, and what the store answered.
     *
     * @param keys of objects, by record
     * @param versions that were listed before anything was asked
     * @param byText records, by their keys as intents spell them
     * @param intents of these records that are not settled
     * @param asked records whose objects were asked for
     * @param denied records of which the store refuses a version, or to end an upload
     * @param doubtful records of which a request for a version may yet be carried out
     */
    record Page(
            Map<RecordKey, Set<String>> keys,
            Map<RecordKey, List<ObjectVersion>> versions,
            Map<String, RecordKey> byText,
            List<ObjectIntentRepository.Intent> intents,
            Set<RecordKey> asked,
            Set<RecordKey> denied,
            Set<RecordKey> doubtful) {
        Page() {
            this(
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(),
                    new HashMap<>(),
                    new ArrayList<>(),
                    new HashSet<>(),
                    new HashSet<>(),
                    new HashSet<>());
        }

        Set<String> keysOf(Collection<RecordKey> records) {
            Set<String> all = new HashSet<>();
            records.forEach(record -> all.addAll(keys.getOrDefault(record, Set.of())));
            return all;
        }
    }
}
