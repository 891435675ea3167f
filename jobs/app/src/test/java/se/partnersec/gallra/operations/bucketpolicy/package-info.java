@NullMarked
package se.partnersec.gallra.operations.bucketpolicy;

import org.jspecify.annotations.NullMarked;
