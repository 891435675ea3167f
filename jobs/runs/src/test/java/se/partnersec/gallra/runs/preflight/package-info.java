@NullMarked
package se.partnersec.gallra.runs.preflight;

import org.jspecify.annotations.NullMarked;
