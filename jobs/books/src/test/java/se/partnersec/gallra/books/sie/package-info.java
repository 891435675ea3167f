@NullMarked
package se.partnersec.gallra.books.sie;

import org.jspecify.annotations.NullMarked;
