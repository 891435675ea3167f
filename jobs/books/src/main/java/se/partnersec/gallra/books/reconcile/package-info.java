/** Billing against the books. */
@NullMarked
package se.partnersec.gallra.books.reconcile;

import org.jspecify.annotations.NullMarked;
