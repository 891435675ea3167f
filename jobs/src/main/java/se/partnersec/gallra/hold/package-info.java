/** Floor 2: what must stay. Placing and releasing goes through the gate, so that it is ordered with every erasure. */
@NullMarked
package se.partnersec.gallra.hold;

import org.jspecify.annotations.NullMarked;
