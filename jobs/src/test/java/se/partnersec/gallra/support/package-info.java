@NullMarked
package se.partnersec.gallra.support;

import org.jspecify.annotations.NullMarked;
