package se.partnersec.gallra.objectstore.client;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * How many requests run side by side: half as many as soon as the store asks to slow down, one more after a while
 * without, never more than at first.
 */
public final class AdaptiveConcurrency {
    /** So many answers in a row for each request at once before there is one more. */
    static final int STEADY = 8;

    private final int most;
    private int bound;
    private int running;
    private int halvings;
    private int answers;

    AdaptiveConcurrency(int most) {
        this.most = most;
        this.bound = most;
    }

    public synchronized int now() {
        return bound;
    }

    /** To be remembered with a request: what was sent before the last halving tells nothing new. */
    public synchronized int halvings() {
        return halvings;
    }

    /** @param sentAt the halvings when it was sent */
    public synchronized void refused(int sentAt) {
        answers = 0;
        if (sentAt == halvings) {
            bound = Math.max(1, bound / 2);
            halvings++;
        }
    }

    synchronized void answered() {
        if (bound < most && ++answers >= STEADY * bound) {
            bound++;
            answers = 0;
            notifyAll();
        }
    }

    /** Waits until one more may run; every one that came in has to {@link #leave}. */
    public synchronized void enter() throws InterruptedException {
        while (running >= bound) {
            wait();
        }
        running++;
    }

    public synchronized void leave() {
        running--;
        notifyAll();
    }

    /** Sees each answer, those that the SDK asks again for as well, and tells the bound when the store wants fewer. */
    record SlowDownInterceptor(AdaptiveConcurrency bound) implements ExecutionInterceptor {
        private static final ExecutionAttribute<Integer> SENT_AT = new ExecutionAttribute<>("gallra.sent-at");

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            attributes.putAttribute(SENT_AT, bound.halvings());
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            int status = context.httpResponse().statusCode();
            Integer sentAt = attributes.getAttribute(SENT_AT);
            if (status == 503 || status == 429) {
                bound.refused(sentAt == null ? bound.halvings() : sentAt);
            } else {
                bound.answered();
            }
        }
    }
}
