/**
 * Erasure of whole partitions.
 *
 * <p>Rows in a staging table that no run put there are nobody's to move or erase: the category does not run until somebody has
 * looked. The primary key of such a table is the mapped key and the column of the partitions; a key that two rows have is
 * erased by nobody.
 */
@NullMarked
package se.partnersec.gallra.erasure.partition;

import org.jspecify.annotations.NullMarked;
