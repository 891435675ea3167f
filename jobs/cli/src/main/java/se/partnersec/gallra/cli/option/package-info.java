/** Converters and option groups. */
@NullMarked
package se.partnersec.gallra.cli.option;

import org.jspecify.annotations.NullMarked;
