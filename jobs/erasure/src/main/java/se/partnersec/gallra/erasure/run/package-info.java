/** Run identity, scope, lease check, control, error classes. */
@NullMarked
package se.partnersec.gallra.erasure.run;

import org.jspecify.annotations.NullMarked;
