@NullMarked
package se.partnersec.planted.planning.plan;

import org.jspecify.annotations.NullMarked;
