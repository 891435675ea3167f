/**
 * Two-person approvals, hold releases.
 *
 * <p>Whoever approves a run must have the same policy and mapping at hand as whoever asked; the fingerprints are compared.
 */
@NullMarked
package se.partnersec.gallra.approvals.request;

import org.jspecify.annotations.NullMarked;
