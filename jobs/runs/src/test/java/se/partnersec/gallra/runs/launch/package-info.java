@NullMarked
package se.partnersec.gallra.runs.launch;

import org.jspecify.annotations.NullMarked;
