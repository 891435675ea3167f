@NullMarked
package se.partnersec.gallra.erasure.statistic;

import org.jspecify.annotations.NullMarked;
