@NullMarked
package se.partnersec.gallra.erasure.chunk;

import org.jspecify.annotations.NullMarked;
