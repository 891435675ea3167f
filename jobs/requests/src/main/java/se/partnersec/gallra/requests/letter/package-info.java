/** The answer to a person: its words, and the letter by the company's template. */
@NullMarked
package se.partnersec.gallra.requests.letter;

import org.jspecify.annotations.NullMarked;
