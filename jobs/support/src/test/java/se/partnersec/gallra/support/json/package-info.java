@NullMarked
package se.partnersec.gallra.support.json;

import org.jspecify.annotations.NullMarked;
