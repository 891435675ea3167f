/** Commands that give orders to runs: pause, set, stop, go, allow. */
@NullMarked
package se.partnersec.gallra.cli.order;

import org.jspecify.annotations.NullMarked;
