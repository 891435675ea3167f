package se.partnersec.gallra.operations.live;

import java.time.Instant;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Run at work.
 *
 * @param done candidates in the ledger by now, never more than there are
 * @param candidates records it has to look at; 0 while they are counted
 */
public record LiveRun(long run, DataCategory category, Instant began, long done, long candidates, boolean paused) {}
