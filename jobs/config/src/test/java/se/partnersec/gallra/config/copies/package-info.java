@NullMarked
package se.partnersec.gallra.config.copies;

import org.jspecify.annotations.NullMarked;
