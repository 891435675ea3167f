@NullMarked
package se.partnersec.gallra.category;

import org.jspecify.annotations.NullMarked;
