package se.partnersec.gallra.config.mappingfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.Anonymisation;
import se.partnersec.gallra.config.mapping.ColumnReduction;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.support.text.Sentences;

/** Reads what becomes of each column where the books need a part of the record: {@code email: null}. */
final class ReductionReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final String ACCEPT = "pseudonymous";
    private static final int LONGEST = 190;

    private final YamlMapping block;
    private final YamlMapping owner;
    private final boolean accepted;

    private ReductionReader(YamlMapping block, YamlMapping owner, boolean accepted) {
        this.block = block;
        this.owner = owner;
        this.accepted = accepted;
    }

    static List<ColumnReduction> read(YamlMapping owner) {
        YamlMapping block = owner.block("reduce");
        boolean accepted = TableMappingReader.says(owner, ACCEPT, "accepted");
        if (block == null) {
            return List.of();
        }
        if (block.keys().isEmpty()) {
            owner.fault("reduce", SENTENCES.say("mappingfile.reduce-names-no-column-name-those"));
        }
        return new ReductionReader(block, owner, accepted).columns();
    }

    private List<ColumnReduction> columns() {
        List<ColumnReduction> columns = new ArrayList<>();
        for (String column : block.keys()) {
            ColumnReduction reduced = SqlIdentifier.passes(block, column, column) ? column(column) : null;
            if (reduced != null) {
                columns.add(reduced);
                if (!reduced.strategy().anonymous() && !accepted) {
                    block.fault(
                            column,
                            SENTENCES.say(
                                    "mappingfile.leaves-personal-data-what-makes-pseudonymous",
                                    reduced.strategy().id(),
                                    column,
                                    owner.name()));
                }
            }
        }
        return List.copyOf(columns);
    }

    private @Nullable ColumnReduction column(String column) {
        if (block.isBlock(column)) {
            YamlMapping one = block.block(column);
            String constant = one == null ? null : one.text(Anonymisation.CONSTANT.id());
            if (one != null) {
                one.allowOnly(Set.of(Anonymisation.CONSTANT.id()));
                one.require(List.of(Anonymisation.CONSTANT.id()));
            }
            if (constant != null && (constant.length() > LONGEST || constant.matches("(?s).*\\p{C}.*"))) {
                block.fault(
                        column, SENTENCES.say("mappingfile.constant-must-have-1-plain-characters", column, LONGEST));
            }
            return constant == null
                    ? null
                    : new ColumnReduction(column, Anonymisation.CONSTANT, constant, accepted, block.line(column));
        }
        String word = block.text(column);
        Anonymisation strategy = word == null ? null : Anonymisation.of(word).orElse(null);
        if (word != null && (strategy == null || strategy == Anonymisation.CONSTANT)) {
            block.fault(
                    column,
                    SENTENCES.say(
                            "mappingfile.no-way-reduce-known-constant-word",
                            SqlIdentifier.shown(word),
                            column,
                            Arrays.stream(Anonymisation.values())
                                    .filter(each -> each != Anonymisation.CONSTANT)
                                    .map(Anonymisation::id)
                                    .collect(Collectors.joining(", "))));
            return null;
        }
        return strategy == null ? null : new ColumnReduction(column, strategy, "", accepted, block.line(column));
    }
}
