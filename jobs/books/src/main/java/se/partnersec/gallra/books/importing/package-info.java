/** Imports of bookkeeping files. */
@NullMarked
package se.partnersec.gallra.books.importing;

import org.jspecify.annotations.NullMarked;
