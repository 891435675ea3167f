/** People who are signed in, each with an application context under their own database login. */
@NullMarked
package se.partnersec.gallra.console.person;

import org.jspecify.annotations.NullMarked;
