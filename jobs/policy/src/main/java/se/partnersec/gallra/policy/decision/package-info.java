/** The decision function and its verdict. */
@NullMarked
package se.partnersec.gallra.policy.decision;

import org.jspecify.annotations.NullMarked;
