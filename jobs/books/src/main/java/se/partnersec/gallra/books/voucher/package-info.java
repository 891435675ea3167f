/** Vouchers on record. */
@NullMarked
package se.partnersec.gallra.books.voucher;

import org.jspecify.annotations.NullMarked;
