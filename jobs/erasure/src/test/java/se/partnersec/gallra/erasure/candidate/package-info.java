@NullMarked
package se.partnersec.gallra.erasure.candidate;

import org.jspecify.annotations.NullMarked;
