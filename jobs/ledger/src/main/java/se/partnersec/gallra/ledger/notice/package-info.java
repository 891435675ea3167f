/**
 * Notices to recipients of erased records (GDPR article 19), and findings.
 *
 * <p>There is one row a record and copy, because each is answered for by itself. An answer is a row of its own, written by
 * finance: the job cannot answer for a recipient, and nobody can take an answer back.
 *
 * <p>There is one finding a category, subject and code, however many runs note it. It is open as long as the newest run that reached its end
 * notes it. An acknowledgement says who takes care of it and until when, and changes nothing else.
 */
@NullMarked
package se.partnersec.gallra.ledger.notice;

import org.jspecify.annotations.NullMarked;
