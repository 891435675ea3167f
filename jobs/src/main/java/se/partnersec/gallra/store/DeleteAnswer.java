package se.partnersec.gallra.store;

/** The one answer to one requested version; {@code code} is the store's error code or our word for it, else empty. */
public record DeleteAnswer(ObjectVersion version, Deletion deletion, String code) {}
