/** Floor 6: one file a category. What its table must offer, what starts its clock, what its rows mean. */
@NullMarked
package se.partnersec.gallra.category;

import org.jspecify.annotations.NullMarked;
