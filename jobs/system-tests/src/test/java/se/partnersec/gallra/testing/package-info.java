/** What the tests share: real servers, fresh schemas and buckets. */
@NullMarked
package se.partnersec.gallra.testing;

import org.jspecify.annotations.NullMarked;
