@NullMarked
package se.partnersec.planted.objectstore.bucket;

import org.jspecify.annotations.NullMarked;
