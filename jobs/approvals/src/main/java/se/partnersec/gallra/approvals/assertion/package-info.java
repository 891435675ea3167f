/** Passkeys on record, and checks of what they signed (WebAuthn Level 3, section 7.2). */
@NullMarked
package se.partnersec.gallra.approvals.assertion;

import org.jspecify.annotations.NullMarked;
