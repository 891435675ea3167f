@NullMarked
package se.partnersec.gallra.operations.metrics;

import org.jspecify.annotations.NullMarked;
