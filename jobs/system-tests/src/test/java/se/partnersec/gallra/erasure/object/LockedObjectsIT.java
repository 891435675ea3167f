package se.partnersec.gallra.erasure.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.BucketKind;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.HostileS3;
import se.partnersec.gallra.testing.Lies;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** A store that refuses each deletion, as with Object Lock: each record stays, each is a finding, and the last look is not asked record by record. */
@Tag("soak")
@Tag("once")
class LockedObjectsIT {
    private static final int OBJECTS = Integer.getInteger("objects", 100_000);
    /** Of moto, whose memory grows with each listing: to 18 GB within ten minutes with 100 000. */
    private static final int OBJECTS_OF_MOTO = Math.min(OBJECTS, 2_000);

    private static final int DAYS = 200;
    private static final Duration BAR = Duration.ofMinutes(5);

    @Test
    void a_hundred_thousand_are_looked_at_in_five_minutes() throws Exception {
        try (HostileS3 hostile = new HostileS3(TestServers.objectStore().bucket(TestServers.freshBucket(true)));
                Workplace work = new Workplace(7000, hostile.settings())) {
            fill(work, OBJECTS, hostile.backing()::put);
            hostile.tell(Lies.refuseEvery(1, "AccessDenied"));
            run(work, OBJECTS);
        }
    }

    @Test
    void so_it_is_where_a_bucket_has_object_lock() throws Exception {
        TestObjectStore moto = BucketKind.MOTO_VERSIONED.server();
        BucketSettings settings = moto.bucket("locked-" + UUID.randomUUID());
        try (S3Client s3 = moto.client()) {
            s3.createBucket(b -> b.bucket(settings.bucket()).objectLockEnabledForBucket(true));
            s3.putObjectLockConfiguration(b -> b.bucket(settings.bucket())
                    .objectLockConfiguration(c -> c.objectLockEnabled("Enabled")
                            .rule(r -> r.defaultRetention(d ->
                                    d.mode(ObjectLockRetentionMode.COMPLIANCE).days(40)))));
        }
        try (Workplace work = new Workplace(7000, settings).storedIn(moto);
                S3Client s3 = moto.client();
                ObjectBucket bucket = new ObjectBucket(settings)) {
            // A bucket with a lock takes nothing without a checksum.
            fill(
                    work,
                    OBJECTS_OF_MOTO,
                    (key, content) -> s3.putObject(
                            r -> r.bucket(settings.bucket()).key(key).checksumAlgorithm(ChecksumAlgorithm.CRC32),
                            RequestBody.fromBytes(content)));
            run(work, OBJECTS_OF_MOTO);
            assertThat(bucket.versionsOf(key(1))).hasSize(1);
        }
    }

    private static void run(Workplace work, int objects) {
        long begun = System.nanoTime();
        RunResult result = work.run(Scene.CALLS.category(), work.today());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println(objects + " objects that the store refuses: " + took);
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.SKIPPED);
        assertThat(result.counts().of(Outcome.STORAGE_LOCKED)).isEqualTo(objects);
        assertThat(result.counts().of(Outcome.ERASED)).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM finding WHERE code = 'STORAGE_LOCKED'"))
                .isEqualTo(objects);
        assertThat(work.count("call_recording", "TRUE")).isEqualTo(objects);
        assertThat(took).isLessThan(BAR);
    }

    private static void fill(Workplace work, int objects, BiConsumer<String, byte[]> put) throws Exception {
        work.customer(1);
        LocalDate ended = Scene.CALLS.firstDue(work.today());
        List<Object[]> rows = new ArrayList<>();
        for (int id = 1; id <= objects; id++) {
            rows.add(new Object[] {id, ended.minusDays(id % DAYS).atTime(14, 20), key(id)});
        }
        work.admin()
                .batchUpdate(
                        "INSERT INTO " + work.table("call_recording")
                                + " (id, customer_id, queue, ended_at, object_key, bookkeeping) VALUES (?, 1, 'support', ?, ?, 'NONE')",
                        rows);
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int from = 1; from <= objects; from += 1000) {
                int first = from;
                all.add(writers.submit(() -> IntStream.range(first, Math.min(objects + 1, first + 1000))
                        .forEach(id -> put.accept(key(id), "ljud".getBytes(StandardCharsets.UTF_8)))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            writers.shutdown();
        }
    }

    private static String key(int id) {
        return "calls/2026/%03d/samtal-%06d.wav".formatted(id % DAYS, id);
    }
}
