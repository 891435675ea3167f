/** Certificates, reports and their wiring. */
@NullMarked
package se.partnersec.gallra.reports;

import org.jspecify.annotations.NullMarked;
