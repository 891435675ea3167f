/** What the rule table says is left of an invented company, found without the program, and compared with what is. */
@NullMarked
package se.partnersec.gallra.oracle;

import org.jspecify.annotations.NullMarked;
