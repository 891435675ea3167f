/** Whether a run would erase too much. */
@NullMarked
package se.partnersec.gallra.erasure.limit;

import org.jspecify.annotations.NullMarked;
