@NullMarked
package se.partnersec.gallra.planning.census;

import org.jspecify.annotations.NullMarked;
