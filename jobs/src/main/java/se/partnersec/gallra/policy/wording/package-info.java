/** Rules and verdicts in Swedish and English. */
@NullMarked
package se.partnersec.gallra.policy.wording;

import org.jspecify.annotations.NullMarked;
