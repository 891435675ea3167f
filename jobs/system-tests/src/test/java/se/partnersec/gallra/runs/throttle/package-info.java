@NullMarked
package se.partnersec.gallra.runs.throttle;

import org.jspecify.annotations.NullMarked;
