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

/** Whether the bucket deletes exactly what it is told to, and nothing by itself. */
final class BucketChecks {
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
                    "the mapping names objects (" + names(tables) + "), but no bucket is configured",
                    "set GALLRA_S3_BUCKET and, for a store other than AWS, GALLRA_S3_ENDPOINT");
            return Bucket.NONE;
        }
        tables.forEach(table -> sameBucket(table, store));
        if (store.ownerMissing()) {
            list.refuse(
                    "bucket",
                    "at AWS a bucket named " + store.name()
                            + " may be anybody's, and GALLRA_S3_BUCKET_OWNER is not set",
                    "set it to the 12-digit number of the account that owns the bucket");
        }
        try {
            return facts(store, tables, mayProbe);
        } catch (ObjectStoreException e) {
            boolean again = e.kind() == ObjectStoreException.Kind.UNREACHABLE
                    || e.kind() == ObjectStoreException.Kind.THROTTLED;
            list.refuse(
                    "bucket",
                    String.valueOf(e.getMessage()),
                    again ? "then run again" : "then gallra doctor",
                    again ? ExitCode.ENVIRONMENT : ExitCode.CONFIGURATION);
            return Bucket.NONE;
        }
    }

    private void sameBucket(TableMapping table, ObjectBucket store) {
        String named = objects(table).bucket();
        if (named != null && !named.equals(store.name())) {
            list.refuse(
                    "bucket",
                    "objects of " + table.role() + " are mapped to bucket " + named + ", but GALLRA_S3_BUCKET is "
                            + store.name(),
                    "one bucket is worked on at a time: let both name the same");
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
        list.okUnlessSaid("bucket", facts.place() + " deletes exactly the versions it is told to");
        return new Bucket(guard, facts.fencing());
    }

    private DeletePrecondition unguarded(BucketFacts facts, List<TableMapping> tables, boolean mayProbe) {
        List<TableMapping> open =
                tables.stream().filter(t -> !objects(t).unguardedDelete()).toList();
        if (open.isEmpty()) {
            list.note(
                    "bucket",
                    "the mapping accepts that a copy written while it is erased may be lost in " + facts.place(),
                    "turn versioning on to be safe");
            return DeletePrecondition.RISK_ACCEPTED;
        }
        String what =
                facts.place() + " keeps no versions and was not seen to compare before it deletes, so a newer copy"
                        + " could be lost";
        if (mayProbe) {
            list.refuse(
                    "bucket",
                    what,
                    "turn versioning on, or accept it by name for " + names(open)
                            + " in sources.yml: objects: {…, unguarded_delete: accepted}");
        } else {
            list.note("bucket", what, "a run tries it with an object of its own, and refuses if so");
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
