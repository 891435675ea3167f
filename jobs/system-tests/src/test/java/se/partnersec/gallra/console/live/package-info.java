@NullMarked
package se.partnersec.gallra.console.live;

import org.jspecify.annotations.NullMarked;
