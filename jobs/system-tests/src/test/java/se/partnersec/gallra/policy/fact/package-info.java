@NullMarked
package se.partnersec.gallra.policy.fact;

import org.jspecify.annotations.NullMarked;
