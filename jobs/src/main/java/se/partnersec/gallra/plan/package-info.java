/** Floor 6: what a run would do, why a record is kept, what a hold covers. Reads everything, changes nothing. */
@NullMarked
package se.partnersec.gallra.plan;

import org.jspecify.annotations.NullMarked;
