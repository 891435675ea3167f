@NullMarked
package se.partnersec.gallra.categories;

import org.jspecify.annotations.NullMarked;
