/** Main class and translation of refusals. */
@NullMarked
package se.partnersec.gallra.app.boot;

import org.jspecify.annotations.NullMarked;
