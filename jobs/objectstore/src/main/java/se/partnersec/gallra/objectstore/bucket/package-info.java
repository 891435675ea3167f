/** The bucket as the suite sees it. */
@NullMarked
package se.partnersec.gallra.objectstore.bucket;

import org.jspecify.annotations.NullMarked;
