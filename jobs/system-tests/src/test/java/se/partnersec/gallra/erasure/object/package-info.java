@NullMarked
package se.partnersec.gallra.erasure.object;

import org.jspecify.annotations.NullMarked;
