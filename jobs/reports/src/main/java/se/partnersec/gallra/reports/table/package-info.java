/**
 * Xlsx, csv, json, pdf writers.
 *
 * <p>The fastexcel library writes rows as they come and needs one further jar; Apache POI reads the files back in tests.
 */
@NullMarked
package se.partnersec.gallra.reports.table;

import org.jspecify.annotations.NullMarked;
