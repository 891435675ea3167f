/** The only statements that delete or change rows. */
@NullMarked
package se.partnersec.gallra.erasure.row;

import org.jspecify.annotations.NullMarked;
