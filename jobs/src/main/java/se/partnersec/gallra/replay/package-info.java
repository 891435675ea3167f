/** Floor 6: erasing again, after a backup was put back, what had been erased since. */
@NullMarked
package se.partnersec.gallra.replay;

import org.jspecify.annotations.NullMarked;
