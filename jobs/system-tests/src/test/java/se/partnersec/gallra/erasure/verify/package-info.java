@NullMarked
package se.partnersec.gallra.erasure.verify;

import org.jspecify.annotations.NullMarked;
