@NullMarked
package se.partnersec.gallra.operations.housekeeping;

import org.jspecify.annotations.NullMarked;
