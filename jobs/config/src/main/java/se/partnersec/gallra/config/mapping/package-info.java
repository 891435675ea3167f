/** Model of sources.yml. */
@NullMarked
package se.partnersec.gallra.config.mapping;

import org.jspecify.annotations.NullMarked;
