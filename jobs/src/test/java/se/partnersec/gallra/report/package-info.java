@NullMarked
package se.partnersec.gallra.report;

import org.jspecify.annotations.NullMarked;
