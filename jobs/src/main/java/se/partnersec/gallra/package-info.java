/** The door of the house: main and the wiring of the rooms. */
@NullMarked
package se.partnersec.gallra;

import org.jspecify.annotations.NullMarked;
