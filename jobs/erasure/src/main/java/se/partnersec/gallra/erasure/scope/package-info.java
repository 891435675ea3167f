/** Keys under which a hold reaches a record. */
@NullMarked
package se.partnersec.gallra.erasure.scope;

import org.jspecify.annotations.NullMarked;
