@NullMarked
package se.partnersec.gallra.approvals.passkey;

import org.jspecify.annotations.NullMarked;
