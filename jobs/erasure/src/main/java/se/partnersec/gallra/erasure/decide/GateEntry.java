package se.partnersec.gallra.erasure.decide;

import java.time.Instant;

/**
 * The entry of a chunk's transaction through the gate.
 *
 * @param epoch the gate's value
 * @param now after whatever changed the gate to it; what is decided and written is told from here
 */
public record GateEntry(long epoch, Instant now) {}
