package se.partnersec.gallra.objectstore.bucket;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import se.partnersec.gallra.config.copies.CopyLocation;
import se.partnersec.gallra.config.copies.CopyReading;
import se.partnersec.gallra.config.copies.CopyReading.Kind;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.objectstore.client.LifecycleRule;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.S3Connection;
import se.partnersec.gallra.objectstore.client.S3ErrorTranslator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationResponse;

/** Asks the object store what of its own keeps what was erased; what it may not or cannot say is unknown, never none. */
final class BucketCopyInspector {
    private static final int DAYS_A_YEAR = 366;

    /** What S3 answers where nothing is configured: an error of its own for each. */
    private static final Set<String> NOTHING = Set.of(
            "ReplicationConfigurationNotFoundError",
            "ObjectLockConfigurationNotFoundError",
            "NoSuchLifecycleConfiguration");

    private final S3Connection connection;

    BucketCopyInspector(S3Connection connection) {
        this.connection = connection;
    }

    List<CopyReading> look(Collection<String> prefixes) {
        String bucket = connection.bucket();
        return List.of(
                ask(
                        CopyLocation.BUCKET_VERSIONS,
                        "GetBucketVersioning",
                        s3 -> versions(s3.getBucketVersioning(r -> r.bucket(bucket)))),
                ask(
                        CopyLocation.BUCKET_LOCK,
                        "GetObjectLockConfiguration",
                        s3 -> lock(s3.getObjectLockConfiguration(r -> r.bucket(bucket)))),
                ask(
                        CopyLocation.BUCKET_LIFECYCLE,
                        "GetBucketLifecycleConfiguration",
                        s3 -> lifecycle(s3.getBucketLifecycleConfiguration(r -> r.bucket(bucket)), prefixes)),
                ask(
                        CopyLocation.BUCKET_REPLICATION,
                        "GetBucketReplication",
                        s3 -> replication(s3.getBucketReplication(r -> r.bucket(bucket)))));
    }

    /** Every version of an object is erased by its id, with the object. */
    private static CopyReading versions(GetBucketVersioningResponse answer) {
        BucketFacts.Versioning versioning = BucketInspection.versioning(answer);
        Kind kind = switch (versioning) {
            case ENABLED, SUSPENDED -> Kind.GOES_ALONG;
            case NEVER -> Kind.NONE;
            case UNKNOWN -> Kind.UNKNOWN;
        };
        return CopyReading.of(CopyLocation.BUCKET_VERSIONS, kind, "Versioning=" + versioning);
    }

    private static CopyReading lock(GetObjectLockConfigurationResponse answer) {
        CopyLocation place = CopyLocation.BUCKET_LOCK;
        if (answer.objectLockConfiguration() == null
                || answer.objectLockConfiguration().rule() == null
                || answer.objectLockConfiguration().rule().defaultRetention() == null) {
            return CopyReading.of(place, Kind.NONE, "DefaultRetention=none");
        }
        DefaultRetention standard = answer.objectLockConfiguration().rule().defaultRetention();
        String setting = "DefaultRetention=" + standard.modeAsString() + " "
                + (standard.days() != null ? standard.days() + " days" : standard.years() + " years");
        Integer days = standard.days() != null
                ? standard.days()
                : standard.years() == null ? null : Integer.valueOf(standard.years() * DAYS_A_YEAR);
        return days == null ? CopyReading.of(place, Kind.UNKNOWN, setting) : CopyReading.days(place, days, setting);
    }

    /** Rules that erase are refused before every run; the others leave the object where its versions are erased. */
    private static CopyReading lifecycle(GetBucketLifecycleConfigurationResponse answer, Collection<String> prefixes) {
        String rules = answer.rules().stream()
                .filter(rule -> rule.status() == ExpirationStatus.ENABLED)
                .map(BucketInspection::ours)
                .filter(rule -> prefixes.stream().anyMatch(p -> BucketInspection.overlap(p, rule.prefix())))
                .map(LifecycleRule::id)
                .collect(Collectors.joining(", "));
        return rules.isEmpty()
                ? CopyReading.of(CopyLocation.BUCKET_LIFECYCLE, Kind.NONE, "Rules=none")
                : CopyReading.of(CopyLocation.BUCKET_LIFECYCLE, Kind.GOES_ALONG, "Rules=" + rules);
    }

    /** A delete of a version is never copied (Amazon S3, "What is replicated"), so the copy stays. */
    private static CopyReading replication(GetBucketReplicationResponse answer) {
        List<String> to = BucketInspection.destinations(answer);
        return to.isEmpty()
                ? CopyReading.of(CopyLocation.BUCKET_REPLICATION, Kind.NONE, "Rules=none")
                : CopyReading.there(CopyLocation.BUCKET_REPLICATION, to, "Rules=" + to.size());
    }

    private CopyReading ask(CopyLocation place, String call, Function<S3Client, CopyReading> question) {
        try {
            return connection.read(s3 -> {
                try {
                    return question.apply(s3);
                } catch (AwsServiceException e) {
                    String code = S3ErrorTranslator.code(e);
                    if (e.statusCode() != 404 || code.equals("NoSuchBucket")) {
                        throw e;
                    }
                    // Any other 404 may be that of a gateway, or of a store that does not know the call.
                    return CopyReading.of(place, NOTHING.contains(code) ? Kind.NONE : Kind.UNKNOWN, call + ": " + code);
                }
            });
        } catch (ObjectStoreException e) {
            if (e.kind() != ObjectStoreException.Kind.UNSUPPORTED && e.kind() != ObjectStoreException.Kind.DENIED) {
                throw e;
            }
            return CopyReading.of(place, Kind.UNKNOWN, call + ": " + e.kind());
        }
    }
}
