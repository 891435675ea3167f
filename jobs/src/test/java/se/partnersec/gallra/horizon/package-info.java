@NullMarked
package se.partnersec.gallra.horizon;

import org.jspecify.annotations.NullMarked;
