@NullMarked
package se.partnersec.gallra.reports.table;

import org.jspecify.annotations.NullMarked;
