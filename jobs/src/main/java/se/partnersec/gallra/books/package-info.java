/** Floor 3: the books. What finance's ledgers say of vouchers and fiscal years, and whether billing agrees with them. */
@NullMarked
package se.partnersec.gallra.books;

import org.jspecify.annotations.NullMarked;
