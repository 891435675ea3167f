@NullMarked
package se.partnersec.gallra.erasure.record;

import org.jspecify.annotations.NullMarked;
