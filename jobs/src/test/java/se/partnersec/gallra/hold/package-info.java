@NullMarked
package se.partnersec.gallra.hold;

import org.jspecify.annotations.NullMarked;
