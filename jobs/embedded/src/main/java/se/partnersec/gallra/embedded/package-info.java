/** A database server and an object store for trying out and for tests; on loopback only, never shipped. */
@NullMarked
package se.partnersec.gallra.embedded;

import org.jspecify.annotations.NullMarked;
