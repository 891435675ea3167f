/** Wiring of the database logins. */
@NullMarked
package se.partnersec.gallra.database;

import org.jspecify.annotations.NullMarked;
