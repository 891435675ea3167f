/** Settings of the console. */
@NullMarked
package se.partnersec.gallra.console.settings;

import org.jspecify.annotations.NullMarked;
