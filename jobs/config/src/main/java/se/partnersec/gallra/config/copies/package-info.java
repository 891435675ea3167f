/** Places outside the suite that may hold copies of erased records, as {@code copies.yml} declares them. */
@NullMarked
package se.partnersec.gallra.config.copies;

import org.jspecify.annotations.NullMarked;
