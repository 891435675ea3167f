/** Floor 6: the data categories: what the table of each must offer, what starts its clock, what its rows mean. */
@NullMarked
package se.partnersec.gallra.category;

import org.jspecify.annotations.NullMarked;
