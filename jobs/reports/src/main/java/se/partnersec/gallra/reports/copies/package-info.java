/**
 * Copies of the data elsewhere.
 *
 * <p>Only what a server can contradict is compared. That no replica is connected now says nothing; days are rounded up, and are
 * the least.
 */
@NullMarked
package se.partnersec.gallra.reports.copies;

import org.jspecify.annotations.NullMarked;
