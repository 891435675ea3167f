@NullMarked
package se.partnersec.gallra.config.rules;

import org.jspecify.annotations.NullMarked;
