/** Key ranges that are passed over because they are held for long. */
@NullMarked
package se.partnersec.gallra.erasure.kept;

import org.jspecify.annotations.NullMarked;
