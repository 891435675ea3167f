/** Wiring of approvals and plans. */
@NullMarked
package se.partnersec.gallra.approvals;

import org.jspecify.annotations.NullMarked;
