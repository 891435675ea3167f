package se.partnersec.gallra.operations.bucketpolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What each use needs of the object store, and what it must be refused whatever else is granted. Source of the names: Service
 * Authorization Reference, Amazon S3; which of them the program needs, its calls say ({@code AccessInUseIT}).
 */
final class RequiredBucketActions {
    private static final List<String> LOOK = List.of(
            "s3:GetBucketVersioning",
            "s3:GetBucketObjectLockConfiguration",
            "s3:GetLifecycleConfiguration",
            "s3:GetReplicationConfiguration");
    private static final List<String> LIST = List.of("s3:ListBucket", "s3:ListBucketVersions");

    /** Whoever may do one of these can undo what keeps records, or lets others do it. */
    private static final List<String> NOBODY = List.of(
            "s3:BypassGovernanceRetention",
            "s3:DeleteBucket",
            "s3:DeleteBucketPolicy",
            "s3:PutBucketAcl",
            "s3:PutBucketObjectLockConfiguration",
            "s3:PutBucketOwnershipControls",
            "s3:PutBucketPolicy",
            "s3:PutBucketPublicAccessBlock",
            "s3:PutBucketVersioning",
            "s3:PutLifecycleConfiguration",
            "s3:PutObjectAcl",
            "s3:PutObjectLegalHold",
            "s3:PutObjectVersionAcl",
            "s3:PutReplicationConfiguration",
            "s3:ReplicateDelete",
            "s3:ReplicateObject");

    private static final List<String> READING = List.of("s3:GetObject", "s3:GetObjectVersion");
    private static final List<String> WRITING = List.of("s3:PutObject", "s3:PutObjectRetention");
    private static final List<String> DELETING =
            List.of("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion");

    private RequiredBucketActions() {}

    /** What is granted. */
    static List<IamStatement> allowed(BucketAccountUse use, BucketScope scope) {
        List<String> bucket = List.of(scope.arn());
        return switch (use) {
            case JOB ->
                List.of(
                        below("List", LIST, scope),
                        allow("Look", plus(LOOK, "s3:ListBucketMultipartUploads"), bucket),
                        allow("Erase", List.of("s3:AbortMultipartUpload", "s3:DeleteObjectVersion"), scope.objects()));
            case JOB_UNVERSIONED -> {
                BucketScope all = scope.withProbe();
                yield List.of(
                        below("List", LIST, all),
                        allow("Look", plus(LOOK, "s3:ListBucketMultipartUploads"), bucket),
                        // A delete that compares first is refused to whoever may not read.
                        allow("Erase", plus(DELETING, "s3:GetObject"), all.objects()),
                        allow("Probe", List.of("s3:PutObject"), probe(scope)));
            }
            case READER -> List.of(allow("Look", plus(LOOK, LIST.toArray(String[]::new)), bucket));
            case SEALER ->
                List.of(
                        below("List", List.of("s3:ListBucketVersions"), scope),
                        allow("Look", List.of("s3:GetBucketObjectLockConfiguration"), bucket),
                        allow("Read", List.of("s3:GetObjectRetention", "s3:GetObjectVersion"), scope.objects()),
                        statement(
                                "WriteLocked",
                                WRITING,
                                scope.objects(),
                                List.of(new IamCondition(
                                        "StringEquals", IamCondition.LOCK_MODE, List.of("COMPLIANCE")))));
        };
    }

    /** What is refused, so that no other policy of the same account can grant it. */
    static List<IamStatement> denied(BucketAccountUse use, BucketScope scope) {
        List<IamStatement> denied = new ArrayList<>();
        denied.add(deny("Never", refused(use), scope));
        if (use == BucketAccountUse.JOB_UNVERSIONED) {
            denied.add(new IamStatement(
                    "WriteProbesOnly", false, List.of("s3:PutObject"), false, probe(scope), true, List.of()));
        }
        if (use == BucketAccountUse.SEALER) {
            // A lock cannot be lifted: one set by mistake, or with a stolen key, is paid for until its last day.
            denied.add(new IamStatement(
                    "NeverLonger",
                    false,
                    WRITING,
                    false,
                    List.of(scope.everything()),
                    false,
                    List.of(new IamCondition(
                            IamCondition.MORE_THAN,
                            IamCondition.RETENTION_DAYS,
                            List.of(Integer.toString(scope.days()))))));
        }
        denied.add(new IamStatement(
                "NeverWithoutTls",
                false,
                List.of("s3:*"),
                false,
                List.of(scope.arn(), scope.everything()),
                false,
                List.of(new IamCondition("Bool", IamCondition.TLS, List.of("false")))));
        return denied;
    }

    /** What must be refused everywhere in the bucket. */
    static List<String> refused(BucketAccountUse use) {
        Stream<String> more = switch (use) {
            // A delete without a version lays a marker and erases nothing; content is nobody's business who erases.
            case JOB -> Stream.of(READING, WRITING, List.of("s3:DeleteObject")).flatMap(List::stream);
            case JOB_UNVERSIONED -> Stream.of("s3:GetObjectVersion", "s3:PutObjectRetention");
            case READER -> Stream.of(READING, WRITING, DELETING).flatMap(List::stream);
            case SEALER -> DELETING.stream();
        };
        return Stream.concat(NOBODY.stream(), more).sorted().toList();
    }

    private static List<String> probe(BucketScope scope) {
        return List.of(scope.arn() + "/" + BucketScope.PROBE + "*");
    }

    private static IamStatement below(String name, List<String> actions, BucketScope scope) {
        return statement(
                name,
                actions,
                List.of(scope.arn()),
                List.of(new IamCondition("StringLike", IamCondition.PREFIX, scope.beginnings())));
    }

    private static IamStatement allow(String name, List<String> actions, List<String> resources) {
        return statement(name, actions, resources, List.of());
    }

    private static IamStatement statement(
            String name, List<String> actions, List<String> resources, List<IamCondition> conditions) {
        return new IamStatement(name, true, actions.stream().sorted().toList(), false, resources, false, conditions);
    }

    private static IamStatement deny(String name, List<String> actions, BucketScope scope) {
        return new IamStatement(
                name, false, actions, false, List.of(scope.arn(), scope.everything()), false, List.of());
    }

    private static List<String> plus(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    /** What the program's calls bring with them when they ask for what a statement grants. */
    static Map<String, String> circumstances(IamStatement granted, String prefix) {
        return granted.conditions().stream().anyMatch(c -> c.is(IamCondition.LOCK_MODE))
                ? Map.of(IamCondition.TLS, "true", IamCondition.LOCK_MODE, "COMPLIANCE")
                : granted.conditions().stream().anyMatch(c -> c.is(IamCondition.PREFIX))
                        ? Map.of(IamCondition.TLS, "true", IamCondition.PREFIX, prefix)
                        : Map.of(IamCondition.TLS, "true");
    }
}
