package se.partnersec.gallra.operations.bucketpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.runs.preflight.InventoryChecks;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.network.S3Calls;
import se.partnersec.gallra.testing.network.S3Calls.Asked;
import software.amazon.awssdk.services.s3.S3Client;

/** What the program really asks of the object store is what the shipped policies grant, and they grant nothing else. */
@Tag("once")
@Tag("full")
class AccessInUseIT {
    private static final List<Scene> WITH_OBJECTS = List.of(Scene.CALLS, Scene.CHATS, Scene.LOG_FILES);

    @ParameterizedTest(name = "versions: {0}")
    @ValueSource(booleans = {true, false})
    void a_run_needs_what_its_policy_grants_and_no_more(boolean versions) {
        BucketSettings settings = TestServers.objectStore().bucket(TestServers.freshBucket(versions));
        BucketAccountUse use = versions ? BucketAccountUse.JOB : BucketAccountUse.JOB_UNVERSIONED;
        try (Workplace work = new Workplace(100, settings)) {
            LocalDate today = work.today();
            work.insert("customer", "id, customer_no, org_no, name", 1, "K-1", "559900-0001", "Första AB");
            for (long id = 1; id <= 60; id++) {
                for (Scene scene : WITH_OBJECTS) {
                    scene.put(work, Scene.Spec.of(id, scene.firstDue(today)));
                }
            }
            unfinished(settings.bucket(), Objects.requireNonNull(Scene.CALLS.objectKey(1)));

            Set<Asked> asked = S3Calls.during(
                    settings.bucket(),
                    () -> WITH_OBJECTS.forEach(scene ->
                            assertThat(work.run(scene.category(), today).exit()).isEqualTo(ExitCode.DONE)));

            assertThat(Scene.CALLS.gone(work, 1)).isTrue();
            BucketScope scope = new BucketScope(settings.bucket(), List.of("calls/", "chats/", "iplogs/"));
            assertThat(refused(BucketPolicyWriter.write(use, scope), asked)).isEmpty();
            // Where there are no versions, the probe of fences names one, and so are those of before they were switched
            // off.
            assertThat(unused(use, scope, asked)).isEmpty();
            // Whoever looks must be seen to find: without any one statement something is refused.
            for (IamStatement needed : RequiredBucketActions.allowed(use, scope)) {
                String less = BucketPolicyWriter.write(use, scope)
                        .replace(
                                "\"" + needed.name() + "\",\n      \"Effect\": \"Allow\"",
                                "\"x\",\n      \"Effect\": \"Deny\"");
                assertThat(refused(less, asked)).as(needed.name()).isNotEmpty();
            }
        }
    }

    @Test
    void looking_needs_what_the_readers_policy_grants_and_no_more() {
        BucketSettings settings = TestServers.objectStore().bucket(TestServers.freshBucket(true));
        try (Workplace work = new Workplace(100, settings);
                SuiteContext suite = work.suite()) {
            LocalDate today = work.today();
            work.insert("customer", "id, customer_no, org_no, name", 1, "K-1", "559900-0001", "Första AB");
            Scene.CALLS.put(work, Scene.Spec.of(1, Scene.CALLS.firstDue(today)));

            Set<Asked> asked = S3Calls.during(settings.bucket(), () -> {
                assertThat(suite.preflight().doctor().checks()).isNotEmpty();
                suite.bean(InventoryChecks.class).look();
                Objects.requireNonNull(suite.bucket()).copies(List.of("calls/"));
                Objects.requireNonNull(suite.bucket()).versionsOf("calls/one");
            });

            BucketScope scope = new BucketScope(settings.bucket(), List.of("calls/", "chats/", "iplogs/"));
            assertThat(refused(BucketPolicyWriter.write(BucketAccountUse.READER, scope), asked))
                    .isEmpty();
            assertThat(unused(BucketAccountUse.READER, scope, asked)).isEmpty();
        }
    }

    private static void unfinished(String bucket, String key) {
        try (S3Client s3 = TestServers.objectStore().client()) {
            s3.createMultipartUpload(b -> b.bucket(bucket).key(key));
        }
    }

    private static Set<Asked> refused(String policy, Set<Asked> asked) {
        IamPolicy judge = IamPolicy.read(policy);
        return asked.stream()
                .filter(each -> !judge.allows(each.action(), each.resource(), each.circumstances()))
                .collect(Collectors.toSet());
    }

    private static Set<String> unused(BucketAccountUse use, BucketScope scope, Set<Asked> asked) {
        Set<String> unused = RequiredBucketActions.allowed(use, scope).stream()
                .flatMap(statement -> statement.actions().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        asked.forEach(each -> unused.remove(each.action()));
        return unused;
    }
}
