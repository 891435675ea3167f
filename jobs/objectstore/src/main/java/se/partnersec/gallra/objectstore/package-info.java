/** Wiring of the object store. */
@NullMarked
package se.partnersec.gallra.objectstore;

import org.jspecify.annotations.NullMarked;
