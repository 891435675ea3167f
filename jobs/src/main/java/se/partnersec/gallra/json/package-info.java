/** Floor 0: JSON text, written in one place and read strictly; knows nothing of what it is about. */
@NullMarked
package se.partnersec.gallra.json;

import org.jspecify.annotations.NullMarked;
