@NullMarked
package se.partnersec.gallra.erasure.partition;

import org.jspecify.annotations.NullMarked;
