/** Tests of approvals. */
@NullMarked
package se.partnersec.gallra.approvals;

import org.jspecify.annotations.NullMarked;
