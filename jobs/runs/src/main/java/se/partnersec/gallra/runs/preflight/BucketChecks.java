package se.partnersec.gallra.runs.preflight;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.mapping.TableMapping.ObjectColumn;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Whether the bucket deletes exactly what it is told to, and nothing by itself. */
final class BucketChecks {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private final Supplier<? extends @Nullable ObjectBucket> bucket;
    private final CheckCollector list;

    BucketChecks(Supplier<? extends @Nullable ObjectBucket> bucket, CheckCollector list) {
        this.bucket = bucket;
        this.list = list;
    }

    /** What was found out about the bucket. */
    record Bucket(DeletePrecondition guard, BucketFacts.Fencing fencing) {
        static final Bucket NONE = new Bucket(DeletePrecondition.NONE, BucketFacts.Fencing.UNKNOWN);
    }

    /** @param mayProbe whether an object of our own may be written, to try conditional deletes */
    Bucket check(List<CategoryMapping> categories, boolean mayProbe) {
        List<TableMapping> tables =
                categories.stream().flatMap(c -> c.withObjects().stream()).toList();
        if (tables.isEmpty()) {
            return Bucket.NONE;
        }
        ObjectBucket store = bucket.get();
        if (store == null) {
            list.refuse(
                    "bucket",
                    SENTENCES.say("preflight.mapping-names-objects-but-no-bucket", names(tables)),
                    SENTENCES.say("preflight.set-gallra-s3-bucket-store-other"));
            return Bucket.NONE;
        }
        tables.forEach(table -> sameBucket(table, store));
        if (store.ownerMissing()) {
            list.refuse(
                    "bucket",
                    SENTENCES.say("preflight.aws-bucket-named-may-anybody-gallra", store.name()),
                    SENTENCES.say("preflight.set-12-digit-number-account-owns"));
        }
        try {
            return facts(store, tables, mayProbe);
        } catch (ObjectStoreException e) {
            boolean again = e.kind() == ObjectStoreException.Kind.UNREACHABLE
                    || e.kind() == ObjectStoreException.Kind.THROTTLED;
            list.refuse(
                    "bucket",
                    String.valueOf(e.getMessage()),
                    again ? SENTENCES.say("preflight.then-run-again") : SENTENCES.say("preflight.then-gallra-doctor"),
                    again ? ExitCode.ENVIRONMENT : ExitCode.CONFIGURATION);
            return Bucket.NONE;
        }
    }

    private void sameBucket(TableMapping table, ObjectBucket store) {
        String named = objects(table).bucket();
        if (named != null && !named.equals(store.name())) {
            list.refuse(
                    "bucket",
                    SENTENCES.say("preflight.objects-mapped-bucket-but-gallra-s3", table.role(), named, store.name()),
                    SENTENCES.say("preflight.one-bucket-worked-time-let-both"));
        }
    }

    private Bucket facts(ObjectBucket store, List<TableMapping> tables, boolean mayProbe) {
        List<String> prefixes = tables.stream().map(t -> objects(t).prefix()).toList();
        BucketFacts facts = store.inspect(prefixes, mayProbe);
        facts.refusals().forEach(refusal -> list.refuse("bucket", refusal, ""));
        facts.notes().forEach(note -> list.note("bucket", note, ""));
        DeletePrecondition guard = facts.guard();
        if (guard == DeletePrecondition.NONE) {
            guard = unguarded(facts, tables, mayProbe);
        }
        list.okUnlessSaid("bucket", SENTENCES.say("preflight.deletes-exactly-versions-told", facts.place()));
        return new Bucket(guard, facts.fencing());
    }

    private DeletePrecondition unguarded(BucketFacts facts, List<TableMapping> tables, boolean mayProbe) {
        List<TableMapping> open =
                tables.stream().filter(t -> !objects(t).unguardedDelete()).toList();
        if (open.isEmpty()) {
            list.note(
                    "bucket",
                    SENTENCES.say("preflight.mapping-accepts-copy-written-while-erased", facts.place()),
                    SENTENCES.say("preflight.turn-versioning-safe"));
            return DeletePrecondition.RISK_ACCEPTED;
        }
        String what = SENTENCES.say("preflight.keeps-no-versions-not-seen-compare", facts.place());
        if (mayProbe) {
            list.refuse(
                    "bucket", what, SENTENCES.say("preflight.turn-versioning-accept-name-sources-yml", names(open)));
        } else {
            list.note("bucket", what, SENTENCES.say("preflight.run-tries-object-own-refuses-if"));
        }
        return DeletePrecondition.NONE;
    }

    private static ObjectColumn objects(TableMapping table) {
        return Objects.requireNonNull(table.objects());
    }

    private static String names(List<TableMapping> tables) {
        return String.join(", ", tables.stream().map(TableMapping::role).toList());
    }
}
