package se.partnersec.gallra.erasure.record;

import org.jspecify.annotations.Nullable;

/** The number of candidates of a table, with those that are passed over, and the keys between which they lie. */
public record KeyExtent(
        long count, @Nullable String lowest, @Nullable String highest) {}
