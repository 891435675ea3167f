@NullMarked
package se.partnersec.planted.runs.launch;

import org.jspecify.annotations.NullMarked;
