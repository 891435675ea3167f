/** Customers, users and invoices by the names that people know them by. */
@NullMarked
package se.partnersec.gallra.holds.identity;

import org.jspecify.annotations.NullMarked;
