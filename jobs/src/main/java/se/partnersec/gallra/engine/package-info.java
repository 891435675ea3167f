/** Floor 5: the one guarded path on which a record leaves the database or the bucket. */
@NullMarked
package se.partnersec.gallra.engine;

import org.jspecify.annotations.NullMarked;
