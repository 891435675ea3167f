/**
 * Rules and verdicts in Swedish and English.
 *
 * <p>The register of GDPR Art. 30 is made of the rules and the mapping, so that they cannot differ. Purposes are words of the
 * privacy policy.
 */
@NullMarked
package se.partnersec.gallra.policy.wording;

import org.jspecify.annotations.NullMarked;
