/** Passkeys: offered, put on record by two people, ended, and used to approve. */
@NullMarked
package se.partnersec.gallra.approvals.passkey;

import org.jspecify.annotations.NullMarked;
