@NullMarked
package se.partnersec.gallra.engine;

import org.jspecify.annotations.NullMarked;
