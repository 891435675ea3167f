/** Commands on findings of runs, and who takes care of them. */
@NullMarked
package se.partnersec.gallra.cli.finding;

import org.jspecify.annotations.NullMarked;
