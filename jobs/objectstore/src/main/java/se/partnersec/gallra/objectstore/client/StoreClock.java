package se.partnersec.gallra.objectstore.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * The store's time as its last answer gave it, moved on by a clock that only runs forward. It is never ahead of whoever dates the answers: the
 * header is rounded down, and a machine that was suspended has not counted. What is dated by it is refused too early rather than too late.
 */
public final class StoreClock {
    private static final Sentences SENTENCES = Sentences.of("objectstore");
    private volatile @Nullable Reading last;

    /** @param nanos of this process when the answer was there */
    private record Reading(Instant date, long nanos) {}

    /**
     * The store's time now.
     *
     * @throws ObjectStoreException if no answer of the store ever had a date: nothing is dated by the clock of this machine, which may be
     *     ahead
     */
    public Instant now() {
        Reading known = last;
        if (known == null) {
            throw new ObjectStoreException(
                    ObjectStoreException.Kind.UNSUPPORTED, SENTENCES.say("client.object-store-tells-no-time-no"));
        }
        return known.date().plusNanos(System.nanoTime() - known.nanos());
    }

    /** Whether a moment is past for the store; not so where it never told its time. */
    public boolean isPast(Instant moment) {
        return last != null && now().isAfter(moment);
    }

    void answered(@Nullable String date, long nanos) {
        if (date == null) {
            return;
        }
        try {
            last = new Reading(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from), nanos);
        } catch (DateTimeException e) {
            // A header that is none says nothing of the time.
            return;
        }
    }

    /** Reads the time from every answer of a client. */
    ExecutionInterceptor listener() {
        return new ExecutionInterceptor() {
            @Override
            public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
                answered(context.httpResponse().firstMatchingHeader("Date").orElse(null), System.nanoTime());
            }
        };
    }
}
