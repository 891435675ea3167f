/** The reports. */
@NullMarked
package se.partnersec.gallra.reports.content;

import org.jspecify.annotations.NullMarked;
