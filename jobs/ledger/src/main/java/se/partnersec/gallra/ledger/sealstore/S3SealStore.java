package se.partnersec.gallra.ledger.sealstore;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.objectstore.bucket.ObjectLockBucket;
import se.partnersec.gallra.support.text.Sentences;

/** Seals as objects that the store itself refuses to delete or change until their retention is over. */
final class S3SealStore implements SealStore {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private final ObjectLockBucket bucket;
    private final SealSettings settings;
    private final Clock clock;

    S3SealStore(ObjectLockBucket bucket, SealSettings settings, Clock clock) {
        this.bucket = bucket;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return bucket.place() + ", " + settings.prefix();
    }

    @Override
    public Optional<String> read(long number) {
        return bucket.first(key(number)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public long newest() {
        Pattern name = Pattern.compile(Pattern.quote(settings.prefix()) + "seal-(\\d{10,18})\\.txt");
        AtomicLong newest = new AtomicLong();
        bucket.forEachKey(settings.prefix(), key -> {
            Matcher ours = name.matcher(key);
            if (ours.matches()) {
                newest.accumulateAndGet(Long.parseLong(ours.group(1)), Math::max);
            }
        });
        return newest.get();
    }

    @Override
    public void write(long number, String text) {
        boolean locks = bucket.locks();
        if (!locks && !settings.acceptUnlocked()) {
            throw SealException.misused(SENTENCES.say("sealstore.no-object-lock-so-whoever-owns", bucket.place()));
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Instant until =
                clock.instant().plus(Duration.ofDays(settings.retentionDays())).truncatedTo(ChronoUnit.SECONDS);
        bucket.write(key(number), bytes, locks ? until : null);
    }

    /** A store may take the lock's headers and forget them: the object is asked, also one that was there before. */
    @Override
    public void put(long number, String text) {
        SealStore.super.put(number, text);
        if (!settings.acceptUnlocked()
                && bucket.lockedUntil(key(number))
                        .filter(until -> until.isAfter(clock.instant()))
                        .isEmpty()) {
            throw SealException.misused(
                    SENTENCES.say("sealstore.seal-but-not-locked-whoever-owns", bucket.place(), number));
        }
    }

    private String key(long number) {
        return settings.prefix() + SealStore.fileName(number);
    }
}
