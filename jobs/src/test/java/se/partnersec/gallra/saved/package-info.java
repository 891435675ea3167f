/** What a plan is saved as, and who may use it. */
@NullMarked
package se.partnersec.gallra.saved;

import org.jspecify.annotations.NullMarked;
