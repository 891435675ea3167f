@NullMarked
package se.partnersec.gallra.books;

import org.jspecify.annotations.NullMarked;
