@NullMarked
package se.partnersec.gallra.support.pdf;

import org.jspecify.annotations.NullMarked;
