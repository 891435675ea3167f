/** The desks against real servers, with the rights of their account. */
@NullMarked
package se.partnersec.gallra.hold;

import org.jspecify.annotations.NullMarked;
