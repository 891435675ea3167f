/** Wiring of the configuration. */
@NullMarked
package se.partnersec.gallra.config;

import org.jspecify.annotations.NullMarked;
