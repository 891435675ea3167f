/** One class for each data category. */
@NullMarked
package se.partnersec.gallra.categories;

import org.jspecify.annotations.NullMarked;
