/** Columns and claims several categories share. */
@NullMarked
package se.partnersec.gallra.categories.common;

import org.jspecify.annotations.NullMarked;
