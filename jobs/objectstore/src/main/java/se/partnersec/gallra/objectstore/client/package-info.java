/** S3 connection and error translation. */
@NullMarked
package se.partnersec.gallra.objectstore.client;

import org.jspecify.annotations.NullMarked;
