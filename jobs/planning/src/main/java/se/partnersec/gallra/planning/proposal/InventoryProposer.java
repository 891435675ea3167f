package se.partnersec.gallra.planning.proposal;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import se.partnersec.gallra.planning.proposal.ProposedBlock.Line;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.planning.survey.SurveyedTable;

/** Proposes what no rule is about: columns that go with their row, and asks about tables and prefixes that nothing was found for. */
final class InventoryProposer {
    private static final Pattern SHOWN = Pattern.compile("[\\p{L}0-9_.-]{1,60}/");

    private final ProposalBasis basis;
    private final String schema;

    InventoryProposer(ProposalBasis basis, String schema) {
        this.basis = basis;
        this.schema = schema;
    }

    void write(ProposedBlock inventory, ProposedBlock categories, Collection<String> prefixes) {
        ProposedBlock plain = inventory.block("plain-columns");
        ProposedBlock outside = inventory.block("out-of-scope");
        for (SurveyedTable table : basis.survey().tables()) {
            String name = table.schema().equals(schema) ? table.name() : table.fullName();
            if (!basis.placed().containsKey(table.fullName())) {
                outside.block("tables")
                        .missing(
                                name,
                                basis.say(
                                        "propose.table.unknown", table.columns().size()));
                continue;
            }
            Set<String> placed = basis.placed(table);
            table.columns().keySet().stream()
                    .filter(column -> !placed.contains(column))
                    .forEach(column -> plain.entry(
                            name,
                            column,
                            Certainty.CHECK,
                            basis.say("propose.plain", table.column(column).fullType())));
        }
        Set<String> mapped = new TreeSet<>();
        prefixes(categories, mapped);
        for (String prefix : prefixes) {
            // A prefix may be named after a person: only what looks like the name of a folder is shown.
            if (mapped.stream().noneMatch(known -> known.startsWith(prefix))
                    && SHOWN.matcher(prefix).matches()) {
                outside.block("prefixes").missing(prefix, basis.say("propose.prefix.unknown"));
            }
        }
        List.of("plain-columns", "out-of-scope").stream()
                .filter(key -> inventory.block(key).entries().isEmpty())
                .forEach(inventory::remove);
    }

    private static void prefixes(ProposedBlock block, Set<String> mapped) {
        block.entries().forEach((key, entry) -> {
            if (entry instanceof ProposedBlock inner) {
                prefixes(inner, mapped);
            } else if (key.equals("prefix") && entry instanceof Line line && line.value() != null) {
                mapped.add(line.value());
            }
        });
    }
}
