package se.partnersec.gallra.objectstore.client;

/** A rule by which the store itself acts on objects below a prefix, asking nobody about holds. */
public record LifecycleRule(String id, String prefix, boolean erases, boolean moves, boolean abortsUploads) {}
