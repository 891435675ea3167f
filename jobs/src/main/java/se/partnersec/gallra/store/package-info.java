/** Floor 1: the outside world. Files, the database, the bucket, and what the tables are called there. */
@NullMarked
package se.partnersec.gallra.store;

import org.jspecify.annotations.NullMarked;
