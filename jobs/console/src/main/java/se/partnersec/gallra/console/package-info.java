/** Web console: start and settings. */
@NullMarked
package se.partnersec.gallra.console;

import org.jspecify.annotations.NullMarked;
