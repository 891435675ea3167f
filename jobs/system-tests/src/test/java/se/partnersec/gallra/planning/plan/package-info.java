@NullMarked
package se.partnersec.gallra.planning.plan;

import org.jspecify.annotations.NullMarked;
