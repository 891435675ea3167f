/** Door: the command line. No SQL and no rule; it asks the rooms and finds the words. */
@NullMarked
package se.partnersec.gallra.cli;

import org.jspecify.annotations.NullMarked;
