/**
 * Key ranges that are passed over because they are held for long.
 *
 * <p>A run reads the register once, as it begins or is resumed. So what it notes itself is looked at by its own verify step,
 * and a hold released meanwhile counts for the next run. A run by a plan passes over nothing.
 */
@NullMarked
package se.partnersec.gallra.erasure.kept;

import org.jspecify.annotations.NullMarked;
