@NullMarked
package se.partnersec.gallra.metrics;

import org.jspecify.annotations.NullMarked;
