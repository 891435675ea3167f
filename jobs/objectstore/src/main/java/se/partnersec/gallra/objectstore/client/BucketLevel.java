package se.partnersec.gallra.objectstore.client;

import java.util.List;

/**
 * What lies directly under a prefix of a bucket, old versions included.
 *
 * @param prefixes beginnings of keys up to the next {@code /}
 * @param objects keys without a further {@code /}; how many were seen
 * @param whole false if the listing was given up because there is more
 */
public record BucketLevel(List<String> prefixes, long objects, boolean whole) {}
