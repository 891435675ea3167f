@NullMarked
package se.partnersec.gallra.planning.audit;

import org.jspecify.annotations.NullMarked;
