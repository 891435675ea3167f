/**
 * SIE 4E reader.
 *
 * <p>Text that is UTF-8 from end to end is read as UTF-8, whatever #FORMAT says. The rest is ISO 8859-1; the signs U+0080 to
 * U+009F, which no text has, show code page 437 without its label, and the file is refused.
 */
@NullMarked
package se.partnersec.gallra.books.sie;

import org.jspecify.annotations.NullMarked;
