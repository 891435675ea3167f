package se.partnersec.gallra.reports.certificate;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.support.pdf.Document;

/**
 * A version of the rules under which something went, and who put it in force.
 *
 * @param policy fingerprint of policy and mapping
 * @param by who put in force what the first of its runs went by; null unless two people had put these rules in force whenever one of its runs was at work
 */
record AdoptedRules(String policy, RulesInForce.@Nullable Adoption by) {

    static List<AdoptedRules> read(JdbcTemplate jdbc, LedgerClaim claim) {
        Map<String, Set<Long>> byRules = new TreeMap<>();
        Stream.of(claim.gone(), claim.objectOnly())
                .flatMap(List::stream)
                .forEach(count -> byRules.computeIfAbsent(count.policy(), p -> new TreeSet<>())
                        .add(count.run()));
        MaskedTables tables = new MaskedTables(jdbc);
        List<AdoptedRules> all = new ArrayList<>();
        byRules.forEach((rules, runs) -> {
            List<Optional<RulesInForce.Adoption>> found = runs.stream()
                    .flatMap(run -> epochs(jdbc, run).stream())
                    .map(epoch -> RulesInForce.at(jdbc, tables, epoch)
                            .filter(adoption -> adoption.rules().equals(rules)))
                    .toList();
            boolean always = !found.isEmpty() && found.stream().allMatch(Optional::isPresent);
            all.add(new AdoptedRules(rules, always ? found.get(0).orElse(null) : null));
        });
        return all;
    }

    /** At which the first and the last chunk of a run went. */
    private static List<Long> epochs(JdbcTemplate jdbc, long run) {
        List<Long> ends = new ArrayList<>();
        jdbc.query(
                "SELECT MIN(hold_epoch), MAX(hold_epoch) FROM ledger_chunk WHERE run_id = ? AND kind = 'C'"
                        + " HAVING COUNT(*) > 0",
                row -> {
                    ends.add(row.getLong(1));
                    ends.add(row.getLong(2));
                },
                run);
        return ends;
    }

    void put(Map<String, @Nullable Object> tree) {
        RulesInForce.Adoption two = by;
        tree.put("policy", policy);
        tree.put("request", two == null ? null : two.id());
        tree.put("askedBy", two == null ? null : two.requestedBy());
        tree.put("approvedBy", two == null ? null : two.adoptedBy());
        tree.put("approvedAt", two == null ? null : two.adoptedAt().toString());
    }

    /** For people. */
    void write(Document paper, Messages words, DateTimeFormatter minute) {
        RulesInForce.Adoption two = by;
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
