/** Accounts of the database and their connections. */
@NullMarked
package se.partnersec.gallra.database.login;

import org.jspecify.annotations.NullMarked;
