/**
 * Prometheus figures.
 *
 * <p>There is no metric of the time of a chunk: it is on record nowhere, and a process that ends after its run cannot be asked.
 * Refusals before a run has a number leave no row; they are told by exit code.
 */
@NullMarked
package se.partnersec.gallra.operations.metrics;

import org.jspecify.annotations.NullMarked;
