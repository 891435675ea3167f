/** Exit codes and refusals, for every package but the rules. */
@NullMarked
package se.partnersec.gallra.support;

import org.jspecify.annotations.NullMarked;
