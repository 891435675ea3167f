@NullMarked
package se.partnersec.gallra.reports.certificate;

import org.jspecify.annotations.NullMarked;
