/** The web console over HTTP, as browsers and strangers use it. */
@NullMarked
package se.partnersec.gallra.console;

import org.jspecify.annotations.NullMarked;
