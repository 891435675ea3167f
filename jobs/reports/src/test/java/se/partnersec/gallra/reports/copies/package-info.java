@NullMarked
package se.partnersec.gallra.reports.copies;

import org.jspecify.annotations.NullMarked;
