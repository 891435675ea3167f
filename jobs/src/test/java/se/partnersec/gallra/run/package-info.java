@NullMarked
package se.partnersec.gallra.run;

import org.jspecify.annotations.NullMarked;
