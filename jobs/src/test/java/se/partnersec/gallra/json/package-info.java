@NullMarked
package se.partnersec.gallra.json;

import org.jspecify.annotations.NullMarked;
