@NullMarked
package se.partnersec.planted.policy.rule;

import org.jspecify.annotations.NullMarked;
