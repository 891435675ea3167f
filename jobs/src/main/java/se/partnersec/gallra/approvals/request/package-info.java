/** Two-person approvals, hold releases. */
@NullMarked
package se.partnersec.gallra.approvals.request;

import org.jspecify.annotations.NullMarked;
