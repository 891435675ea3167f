/** Floor 7: what finance and the data-protection officer take away: answers, and tables of typed cells. */
@NullMarked
package se.partnersec.gallra.report;

import org.jspecify.annotations.NullMarked;
