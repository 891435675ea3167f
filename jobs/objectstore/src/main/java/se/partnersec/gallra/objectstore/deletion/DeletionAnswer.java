package se.partnersec.gallra.objectstore.deletion;

import se.partnersec.gallra.objectstore.client.ObjectVersion;

/** The one answer to one requested version; {@code code} is the store's error code or our word for it, else empty. */
public record DeletionAnswer(ObjectVersion version, DeletionStatus deletion, String code) {}
