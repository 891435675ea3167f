/**
 * Pings, webhooks, mail.
 *
 * <p>Mail goes by Jakarta Mail and the protocol of Angus that sends. Spring's JavaMailSender would bring context support for
 * the same calls.
 */
@NullMarked
package se.partnersec.gallra.operations.notify;

import org.jspecify.annotations.NullMarked;
