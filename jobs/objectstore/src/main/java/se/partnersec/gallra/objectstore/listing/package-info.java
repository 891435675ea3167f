/** Listings that never claim what they did not see. */
@NullMarked
package se.partnersec.gallra.objectstore.listing;

import org.jspecify.annotations.NullMarked;
