/** Its rows and objects. */
@NullMarked
package se.partnersec.gallra.demo.data;

import org.jspecify.annotations.NullMarked;
