package se.partnersec.gallra.runs.preflight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/**
 * What preflight found, all of it at once.
 *
 * @param kinds what the database says of the mapped tables; empty where it was not asked
 * @param guard what keeps a delete from hitting newer content in the bucket
 * @param fencing whether the bucket refuses requests that are too old
 */
public record PreflightReport(
        List<Check> checks, KeyTypes kinds, DeletePrecondition guard, BucketFacts.Fencing fencing) {
    private static final Sentences SENTENCES = Sentences.of("runs");

    /** Where no bucket was asked. */
    public PreflightReport(List<Check> checks, KeyTypes kinds) {
        this(checks, kinds, DeletePrecondition.NONE, BucketFacts.Fencing.UNKNOWN);
    }

    public PreflightReport {
        checks = List.copyOf(checks);
    }

    /** With how the rules and limits here stand to those in force, which is asked only where all else is in order. */
    public PreflightReport with(RulesInForce rules) {
        CheckCollector list = new CheckCollector();
        list.ask("rules", SENTENCES.say("preflight.whether-rules-here-force"), () -> rules(rules.standing(), list));
        List<Check> all = new ArrayList<>(checks);
        all.addAll(list.checks());
        return new PreflightReport(all, kinds, guard, fencing);
    }

    private static void rules(RulesInForce.Standing rules, CheckCollector list) {
        String objection = rules.objection();
        RulesInForce.Adoption adoption = rules.adoption();
        if (objection != null) {
            list.refuse("rules", objection, "", ExitCode.REFUSED);
        } else if (adoption == null) {
            list.note("rules", SENTENCES.say("preflight.gallra-accounts-single-one-person-decides"), "");
        } else {
            list.ok(
                    "rules",
                    SENTENCES.say(
                            "preflight.rules-here-force-asked-approved",
                            adoption.id(),
                            adoption.requestedBy(),
                            adoption.adoptedBy()));
        }
    }

    public boolean passes() {
        return refusals().isEmpty();
    }

    public List<Check> refusals() {
        return checks.stream().filter(Check::refused).toList();
    }

    /** Those of some categories that a run of one of them may begin with, whatever stands in the way of the others. */
    public List<DataCategory> mayBegin(Collection<DataCategory> categories) {
        return categories.stream()
                .filter(category -> refusals().stream()
                        .noneMatch(check ->
                                check.about().isEmpty() || check.about().contains(category)))
                .toList();
    }

    public List<Check> notes() {
        return checks.stream().filter(c -> c.state() == Check.State.NOTE).toList();
    }

    /** How a run ends that this refuses; {@code DONE} if it may begin. */
    public ExitCode exit() {
        return refusals().stream().map(Check::exit).reduce(ExitCode.DONE, ExitCode::and);
    }
}
