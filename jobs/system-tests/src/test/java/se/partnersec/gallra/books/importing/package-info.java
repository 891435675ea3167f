@NullMarked
package se.partnersec.gallra.books.importing;

import org.jspecify.annotations.NullMarked;
