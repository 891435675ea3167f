/** Progress of runs at work, sent to open pages as it changes. */
@NullMarked
package se.partnersec.gallra.console.live;

import org.jspecify.annotations.NullMarked;
