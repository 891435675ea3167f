@NullMarked
package se.partnersec.planted.erasure.record;

import org.jspecify.annotations.NullMarked;
