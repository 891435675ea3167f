/**
 * Notices to recipients of erased records (GDPR article 19), and findings.
 *
 * <p>There is one row a record and copy, because each is answered for by itself. An answer is a row of its own, written by
 * finance: the job cannot answer for a recipient, and nobody can take an answer back.
 */
@NullMarked
package se.partnersec.gallra.ledger.notice;

import org.jspecify.annotations.NullMarked;
