/** What else still holds the data. */
@NullMarked
package se.partnersec.gallra.reports.copies;

import org.jspecify.annotations.NullMarked;
