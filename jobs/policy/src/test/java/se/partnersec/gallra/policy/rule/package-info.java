@NullMarked
package se.partnersec.gallra.policy.rule;

import org.jspecify.annotations.NullMarked;
