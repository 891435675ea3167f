@NullMarked
package se.partnersec.gallra.upkeep;

import org.jspecify.annotations.NullMarked;
