/** What recipients are told of erased records (GDPR article 19); findings. */
@NullMarked
package se.partnersec.gallra.ledger.notice;

import org.jspecify.annotations.NullMarked;
