package se.partnersec.gallra.objectstore.bucket;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.objectstore.client.BucketFacts.Fencing;
import se.partnersec.gallra.objectstore.client.BucketFacts.Versioning;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.LifecycleRule;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.ObjectStoreException.Kind;
import se.partnersec.gallra.objectstore.client.S3Connection;
import se.partnersec.gallra.objectstore.client.S3ErrorTranslator;
import se.partnersec.gallra.support.text.Sentences;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.MFADeleteStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ReplicationRuleStatus;

/** Asks the bucket about itself before a run; what it may not or cannot say is stated, never guessed. */
final class BucketInspection {
    private static final Sentences SENTENCES = Sentences.of("objectstore");
    private final S3Connection connection;
    private final ObjectBucket bucket;
    private final List<String> unknown = new ArrayList<>();

    BucketInspection(S3Connection connection, ObjectBucket bucket) {
        this.connection = connection;
        this.bucket = bucket;
    }

    BucketFacts inspect(Collection<String> prefixes, boolean mayProbe) {
        // The one question every account that erases may ask, below a prefix of its own: a bucket out of reach ends it
        // here.
        String prefix = prefixes.stream().findFirst().orElse("");
        connection.read(s3 -> s3.listObjectsV2(
                r -> r.bucket(connection.bucket()).prefix(prefix).maxKeys(1)));
        Optional<GetBucketVersioningResponse> answer =
                ask("versioning", s3 -> s3.getBucketVersioning(r -> r.bucket(connection.bucket())));
        Versioning versioning = answer.map(BucketInspection::versioning).orElse(Versioning.UNKNOWN);
        return new BucketFacts(
                connection.place(),
                versioning,
                answer.map(a -> a.mfaDelete() == MFADeleteStatus.ENABLED).orElse(false),
                objectLock(),
                lifecycleRules(prefixes),
                replicas(),
                guard(versioning, mayProbe),
                mayProbe ? new FenceProbe(connection, unknown::add).probe(prefix) : Fencing.UNKNOWN,
                unknown);
    }

    static Versioning versioning(GetBucketVersioningResponse answer) {
        if (answer.status() == null) {
            return Versioning.NEVER;
        }
        return switch (answer.status()) {
            case ENABLED -> Versioning.ENABLED;
            case SUSPENDED -> Versioning.SUSPENDED;
            default -> Versioning.UNKNOWN;
        };
    }

    private DeletePrecondition guard(Versioning versioning, boolean mayProbe) {
        if (versioning == Versioning.ENABLED) {
            return DeletePrecondition.VERSION_IDS;
        }
        return mayProbe
                ? new ConditionalDeleteProbe(bucket, unknown::add).strongest(versioning)
                : DeletePrecondition.NONE;
    }

    private String objectLock() {
        return ask("Object Lock", s3 -> s3.getObjectLockConfiguration(r -> r.bucket(connection.bucket())))
                .map(a -> describe(a.objectLockConfiguration()))
                .orElse("");
    }

    private static String describe(ObjectLockConfiguration lock) {
        if (lock == null || lock.objectLockEnabled() == null) {
            return "";
        }
        if (lock.rule() == null || lock.rule().defaultRetention() == null) {
            return SENTENCES.say("bucket.no-default-retention");
        }
        DefaultRetention standard = lock.rule().defaultRetention();
        return SENTENCES.say(
                "bucket.default",
                standard.modeAsString(),
                (standard.days() != null
                        ? SENTENCES.say("bucket.days", standard.days())
                        : SENTENCES.say("bucket.years", standard.years())));
    }

    private List<LifecycleRule> lifecycleRules(Collection<String> prefixes) {
        return ask(
                        SENTENCES.say("bucket.lifecycle-rules"),
                        s3 -> s3.getBucketLifecycleConfiguration(r -> r.bucket(connection.bucket())))
                .map(a -> a.rules().stream()
                        .filter(rule -> rule.status() == ExpirationStatus.ENABLED)
                        .map(BucketInspection::ours)
                        .filter(rule -> prefixes.stream().anyMatch(p -> overlap(p, rule.prefix())))
                        .toList())
                .orElse(List.of());
    }

    static LifecycleRule ours(software.amazon.awssdk.services.s3.model.LifecycleRule rule) {
        boolean expires = rule.expiration() != null
                && (rule.expiration().days() != null || rule.expiration().date() != null);
        return new LifecycleRule(
                rule.id() == null ? SENTENCES.say("bucket.without-name") : rule.id(),
                prefixOf(rule),
                expires || rule.noncurrentVersionExpiration() != null,
                rule.hasTransitions() || rule.hasNoncurrentVersionTransitions(),
                rule.abortIncompleteMultipartUpload() != null);
    }

    /** A rule narrowed by tags or size may still hit any object below its prefix. */
    @SuppressWarnings("deprecation") // old rules carry their prefix outside the filter
    private static String prefixOf(software.amazon.awssdk.services.s3.model.LifecycleRule rule) {
        String prefix = rule.prefix();
        if (rule.filter() != null) {
            prefix = rule.filter().and() != null
                    ? rule.filter().and().prefix()
                    : rule.filter().prefix();
        }
        return prefix == null ? "" : prefix;
    }

    static boolean overlap(String one, String other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private List<String> replicas() {
        return ask("replication", s3 -> s3.getBucketReplication(r -> r.bucket(connection.bucket())))
                .map(BucketInspection::destinations)
                .orElse(List.of());
    }

    /** Names of the buckets that are copied to. */
    static List<String> destinations(GetBucketReplicationResponse answer) {
        return answer.replicationConfiguration().rules().stream()
                .filter(rule -> rule.status() == ReplicationRuleStatus.ENABLED)
                .map(rule -> rule.destination().bucket().replaceFirst("^arn:[^:]*:s3:::", ""))
                .distinct()
                .toList();
    }

    /** Empty for "nothing configured", which S3 answers as an error, and for what we may not know, which is noted. */
    private <T> Optional<T> ask(String what, Function<S3Client, T> question) {
        try {
            return Optional.of(connection.read(s3 -> {
                        try {
                            return Optional.of(question.apply(s3));
                        } catch (AwsServiceException e) {
                            if (e.statusCode() == 404
                                    && !S3ErrorTranslator.code(e).equals("NoSuchBucket")) {
                                return Optional.<T>empty();
                            }
                            throw e;
                        }
                    }))
                    .flatMap(found -> found);
        } catch (ObjectStoreException e) {
            if (e.kind() != Kind.UNSUPPORTED && e.kind() != Kind.DENIED) {
                throw e;
            }
            unknown.add(SENTENCES.say(
                    "bucket.not-checked",
                    connection.place(),
                    (e.kind() == Kind.DENIED
                            ? SENTENCES.say("bucket.does-not-let-us-read")
                            : SENTENCES.say("bucket.does-not-support")),
                    what));
            return Optional.empty();
        }
    }
}
