/** Floor 7: starting, restarting, stopping and recovering runs. */
@NullMarked
package se.partnersec.gallra.run;

import org.jspecify.annotations.NullMarked;
