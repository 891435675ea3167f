/**
 * Everything checked before the first delete.
 *
 * <p>What only grows is read last: the gate after the epochs of holds, ledger and seals. An exported seal is believed without a
 * key, because a forged one can only keep a run from beginning.
 */
@NullMarked
package se.partnersec.gallra.runs.preflight;

import org.jspecify.annotations.NullMarked;
