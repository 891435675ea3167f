/** Interfaces between commands and the wiring. */
@NullMarked
package se.partnersec.gallra.cli.rooms;

import org.jspecify.annotations.NullMarked;
