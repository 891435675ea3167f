/** Packed keys of plans. */
@NullMarked
package se.partnersec.gallra.approvals.plankey;

import org.jspecify.annotations.NullMarked;
