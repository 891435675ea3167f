package se.partnersec.gallra.certificate;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approval.Adoption;
import se.partnersec.gallra.approval.RulesInForce;
import se.partnersec.gallra.paper.Paper;
import se.partnersec.gallra.report.Wording;

/**
 * A version of the rules under which something went, and who put it in force.
 *
 * @param policy fingerprint of policy and mapping
 * @param by null if no two people had put it in force before its first run began
 */
record Adopted(String policy, @Nullable Adoption by) {

    static List<Adopted> read(JdbcTemplate jdbc, LedgerClaim claim, List<RunFact> runs) {
        Map<String, Set<Long>> byRules = new TreeMap<>();
        Stream.of(claim.gone(), claim.objectOnly())
                .flatMap(List::stream)
                .forEach(count -> byRules.computeIfAbsent(count.policy(), p -> new TreeSet<>())
                        .add(count.run()));
        List<Adopted> all = new ArrayList<>();
        byRules.forEach((rules, ran) -> all.add(new Adopted(
                rules,
                RulesInForce.first(jdbc, rules)
                        .filter(adoption -> runs.stream()
                                .filter(run -> ran.contains(run.run()))
                                .noneMatch(run ->
                                        run.opened().toInstant(ZoneOffset.UTC).isBefore(adoption.adoptedAt())))
                        .orElse(null))));
        return all;
    }

    void put(Map<String, @Nullable Object> tree) {
        Adoption two = by;
        tree.put("policy", policy);
        tree.put("request", two == null ? null : two.id());
        tree.put("askedBy", two == null ? null : two.requestedBy());
        tree.put("approvedBy", two == null ? null : two.adoptedBy());
        tree.put("approvedAt", two == null ? null : two.adoptedAt().toString());
    }

    /** For people. */
    void write(Paper paper, Wording words, DateTimeFormatter minute) {
        Adoption two = by;
        String rules = policy.substring(0, 8);
        if (two == null) {
            paper.warning(words.say("certificate.not-adopted", rules));
        } else {
            paper.sentence(words.say(
                    "certificate.adopted",
                    rules,
                    two.id(),
                    two.requestedBy(),
                    two.adoptedBy(),
                    minute.format(two.adoptedAt())));
        }
    }
}
