package se.partnersec.gallra.cli.plan;

import java.util.Locale;
import java.util.Optional;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Said;

/** Says, where somebody plans, approves or looks at runs, that no run may go by the rules here, or that one person is enough. */
public final class RulesCaution {
    private RulesCaution() {}

    /** The caution; empty where two people put the rules in force. */
    public static Optional<Said> of(CliMessages words, RulesInForce.Standing rules) {
        RulesInForce.Adoption inForce = rules.adoption();
        String key = "rules." + rules.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return rules.state() == RulesInForce.State.IN_FORCE
                ? Optional.empty()
                : Optional.of(Said.of(
                        "RULES",
                        inForce == null ? "" : inForce.id(),
                        words.say(
                                key,
                                rules.rules().substring(0, 8),
                                inForce == null ? "" : inForce.rules().substring(0, 8),
                                inForce == null ? "" : inForce.id())));
    }

    /** The same, but only where no run may go by them. */
    public static Optional<Said> ofRefused(CliMessages words, RulesInForce.Standing rules) {
        return rules.state().allowed() ? Optional.empty() : of(words, rules);
    }
}
