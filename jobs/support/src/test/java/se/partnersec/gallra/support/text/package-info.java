@NullMarked
package se.partnersec.gallra.support.text;

import org.jspecify.annotations.NullMarked;
