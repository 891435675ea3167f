/**
 * Days ahead; effect of another policy.
 *
 * <p>A forecast asks the rules about days and adds up no dates: a state that ends by itself begins a period that no verdict
 * tells beforehand.
 */
@NullMarked
package se.partnersec.gallra.planning.forecast;

import org.jspecify.annotations.NullMarked;
