@NullMarked
package se.partnersec.gallra.objectstore.listing;

import org.jspecify.annotations.NullMarked;
