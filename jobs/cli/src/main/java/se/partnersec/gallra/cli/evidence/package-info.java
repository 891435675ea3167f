/** Ledger, certificate, report. */
@NullMarked
package se.partnersec.gallra.cli.evidence;

import org.jspecify.annotations.NullMarked;
