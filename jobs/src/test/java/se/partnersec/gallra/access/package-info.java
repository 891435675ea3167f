@NullMarked
package se.partnersec.gallra.access;

import org.jspecify.annotations.NullMarked;
