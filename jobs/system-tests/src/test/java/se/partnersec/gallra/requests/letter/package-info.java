@NullMarked
package se.partnersec.gallra.requests.letter;

import org.jspecify.annotations.NullMarked;
