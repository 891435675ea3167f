package se.partnersec.gallra.cli.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.planning.forecast.PolicyImpact;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.policy.wording.LabelledText;

/** Shows what other rules and limits change, in words and in records: to whoever asks for them and to whoever approves. */
public final class RulesChange {
    private final CommandContext session;
    private final ObjectProvider<PolicyService> policies;

    public RulesChange(CommandContext session, ObjectProvider<PolicyService> policies) {
        this.session = session;
        this.policies = policies;
    }

    /** What it changes to put the files at hand in force. */
    public void adopting(boolean counted) {
        CliMessages words = session.words();
        PolicyService.Adopting adopting = policies.getObject().adopting(words.language(), counted);
        RulesInForce.Adoption inForce = adopting.inForce();
        if (inForce == null) {
            session.terminal().result(words.say("adopt.first"));
            adopting.changes().forEach(change -> show(change, counted));
        } else if (!adopting.readable()) {
            session.terminal()
                    .result(words.say("adopt.unreadable", inForce.rules().substring(0, 8)));
            adopting.changes().forEach(change -> show(change, counted));
        } else {
            rules(adopting.changes(), counted);
        }
        if (!adopting.limits().isEmpty()) {
            session.terminal().result(words.say("adopt.limits"));
            adopting.limits().forEach(line -> session.terminal().result("  %s", line));
        }
    }

    void rules(List<PolicyImpact.Change> changes, boolean counted) {
        if (changes.isEmpty()) {
            session.terminal().list("changes", changes, RulesChange::fields);
            session.terminal().result(session.words().say("policy.diff.none"));
        }
        alike(changes).forEach(group -> show(group, counted));
    }

    /** Categories with the same rule as before, of whose mapping the same differs, together; each other one alone. */
    private static List<List<PolicyImpact.Change>> alike(List<PolicyImpact.Change> changes) {
        Map<Object, List<PolicyImpact.Change>> groups = new LinkedHashMap<>();
        changes.forEach(change -> groups.computeIfAbsent(
                        change.was().equals(change.is()) && !change.mapping().isEmpty() && !change.shorter()
                                ? List.of(change.mapping(), change.longer(), change.looser())
                                : change.category(),
                        key -> new ArrayList<>())
                .add(change));
        return List.copyOf(groups.values());
    }

    private void show(PolicyImpact.Change change, boolean counted) {
        show(List.of(change), counted);
    }

    private void show(List<PolicyImpact.Change> alike, boolean counted) {
        CliMessages words = session.words();
        LabelledText page = new LabelledText("policy", words.language());
        PolicyImpact.Change change = alike.get(0);
        if (alike.size() == 1) {
            page.heading(change.category().id());
        } else {
            page.heading(words.say("policy.diff.several", alike.size()));
            page.line("", alike.stream().map(each -> each.category().id()).collect(Collectors.joining(", ")));
        }
        if (change.was().isEmpty()) {
            page.line("", change.is());
        } else if (change.was().equals(change.is())) {
            page.line("", words.say(change.mapping().isEmpty() ? "policy.diff.same" : "policy.diff.same.rule"));
        } else {
            page.line(words.say("policy.diff.was"), change.was());
            page.line(words.say("policy.diff.is"), change.is());
        }
        if (change.shorter()) {
            page.line("", words.say("policy.diff.shorter"));
        }
        if (change.longer()) {
            page.line("", words.say("policy.diff.longer"));
        }
        String label = words.say("policy.diff.mapping");
        for (String line : change.mapping()) {
            page.line(label, line);
            label = "";
        }
        if (change.looser()) {
            page.line("", words.say("policy.diff.looser"));
        }
        if (counted) {
            alike.forEach(
                    each -> page.line("", (alike.size() == 1 ? "" : each.category() + ": ") + effect(each.effect())));
        }
        session.terminal().block(page.toString());
        session.terminal().list("changes", alike, RulesChange::fields);
    }

    private String effect(PolicyImpact.@Nullable Effect effect) {
        return effect == null
                ? session.words().say("policy.diff.unmapped")
                : session.words().say("policy.diff.effect", effect.newlyDue(), effect.noLonger(), effect.newlyLate());
    }

    private static Fields fields(PolicyImpact.Change change) {
        PolicyImpact.Effect effect = change.effect();
        return new Fields()
                .with("category", change.category())
                .with("shorter", change.shorter())
                .with("longer", change.longer())
                .with("looser", change.looser())
                .with("mapping", change.mapping())
                .with("newlyDue", effect == null ? null : effect.newlyDue())
                .with("noLongerDue", effect == null ? null : effect.noLonger())
                .with("newlyOverdue", effect == null ? null : effect.newlyLate());
    }
}
