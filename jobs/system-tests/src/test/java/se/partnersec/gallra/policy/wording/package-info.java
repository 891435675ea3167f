@NullMarked
package se.partnersec.gallra.policy.wording;

import org.jspecify.annotations.NullMarked;
