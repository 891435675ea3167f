@NullMarked
package se.partnersec.gallra.runs.control;

import org.jspecify.annotations.NullMarked;
