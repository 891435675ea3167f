package se.partnersec.gallra.objectstore.client;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

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
