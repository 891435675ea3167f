@NullMarked
package se.partnersec.gallra.planning.forecast;

import org.jspecify.annotations.NullMarked;
