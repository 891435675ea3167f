@NullMarked
package se.partnersec.gallra.policy.limit;

import org.jspecify.annotations.NullMarked;
