/** Notices to recipients of erased records (GDPR article 19), and findings. */
@NullMarked
package se.partnersec.gallra.ledger.notice;

import org.jspecify.annotations.NullMarked;
