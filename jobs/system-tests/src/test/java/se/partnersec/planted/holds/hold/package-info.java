@NullMarked
package se.partnersec.planted.holds.hold;

import org.jspecify.annotations.NullMarked;
