/** Rules and limits that two people put in force. */
@NullMarked
package se.partnersec.gallra.approvals.adoption;

import org.jspecify.annotations.NullMarked;
