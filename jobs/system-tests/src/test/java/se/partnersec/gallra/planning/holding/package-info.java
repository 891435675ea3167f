@NullMarked
package se.partnersec.gallra.planning.holding;

import org.jspecify.annotations.NullMarked;
