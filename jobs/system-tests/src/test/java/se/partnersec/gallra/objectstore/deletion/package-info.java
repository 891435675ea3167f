@NullMarked
package se.partnersec.gallra.objectstore.deletion;

import org.jspecify.annotations.NullMarked;
