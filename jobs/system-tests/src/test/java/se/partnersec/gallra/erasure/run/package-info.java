@NullMarked
package se.partnersec.gallra.erasure.run;

import org.jspecify.annotations.NullMarked;
