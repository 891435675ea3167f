@NullMarked
package se.partnersec.gallra.erasure.kept;

import org.jspecify.annotations.NullMarked;
