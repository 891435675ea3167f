@NullMarked
package se.partnersec.gallra.holds.hold;

import org.jspecify.annotations.NullMarked;
