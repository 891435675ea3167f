/**
 * The check after erasing.
 *
 * <p>The counts of a finished run come from here: what is left is classified, what is gone is summed from the ledger. So each
 * record has one outcome, however often sweeps met it.
 */
@NullMarked
package se.partnersec.gallra.erasure.verify;

import org.jspecify.annotations.NullMarked;
