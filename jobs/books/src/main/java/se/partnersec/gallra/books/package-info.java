/** Wiring of bookkeeping imports. */
@NullMarked
package se.partnersec.gallra.books;

import org.jspecify.annotations.NullMarked;
