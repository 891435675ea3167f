package se.partnersec.gallra.demo.company;

import java.util.List;
import java.util.Map;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.policy.fact.FiscalYear;

/**
 * What was invented, and what a demonstration should place before its first run.
 *
 * @param generation names the fill: the same name means the same rows
 * @param rows how many, by table
 * @param objects how many keys the bucket got; some have two versions, some a delete marker
 * @param suggestedHolds each covers records that would go without it
 * @param fiscalYears the years the bookkeeping marks refer to
 */
public record DemoSummary(
        String generation,
        Map<String, Long> rows,
        long objects,
        List<NewHold> suggestedHolds,
        List<FiscalYear> fiscalYears) {}
