package se.partnersec.gallra.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what becomes of each column where the books need a part of the record: {@code email: null}. */
final class ReduceBlock {
    private static final String ACCEPT = "pseudonymous";
    private static final int LONGEST = 190;

    private final YamlBlock block;
    private final YamlBlock owner;

    private ReduceBlock(YamlBlock block, YamlBlock owner) {
        this.block = block;
        this.owner = owner;
    }

    static List<ReducedColumn> read(YamlBlock owner) {
        YamlBlock block = owner.block("reduce");
        boolean accepted = TableBlock.says(owner, ACCEPT, "accepted");
        if (block == null) {
            return List.of();
        }
        if (block.keys().isEmpty()) {
            owner.fault("reduce", "'reduce' names no column; name those that must go, or remove it");
        }
        return new ReduceBlock(block, owner).columns(accepted);
    }

    private List<ReducedColumn> columns(boolean accepted) {
        List<ReducedColumn> columns = new ArrayList<>();
        for (String column : block.keys()) {
            ReducedColumn reduced = SqlName.passes(block, column, column) ? column(column) : null;
            if (reduced != null) {
                columns.add(reduced);
                if (!reduced.strategy().anonymous() && !accepted) {
                    block.fault(
                            column,
                            "'" + reduced.strategy().id() + "' of '" + column
                                    + "' leaves personal data: what it makes is"
                                    + " pseudonymous; choose another strategy, or say pseudonymous: accepted in "
                                    + owner.name());
                }
            }
        }
        return List.copyOf(columns);
    }

    private @Nullable ReducedColumn column(String column) {
        if (block.isBlock(column)) {
            YamlBlock one = block.block(column);
            String constant = one == null ? null : one.text(Anonymisation.CONSTANT.id());
            if (one != null) {
                one.allowOnly(Set.of(Anonymisation.CONSTANT.id()));
                one.require(List.of(Anonymisation.CONSTANT.id()));
            }
            if (constant != null && (constant.length() > LONGEST || constant.matches("(?s).*\\p{C}.*"))) {
                block.fault(column, "the constant of '" + column + "' must have 1 to " + LONGEST + " plain characters");
            }
            return constant == null
                    ? null
                    : new ReducedColumn(column, Anonymisation.CONSTANT, constant, block.line(column));
        }
        String word = block.text(column);
        Anonymisation strategy = word == null ? null : Anonymisation.of(word).orElse(null);
        if (word != null && (strategy == null || strategy == Anonymisation.CONSTANT)) {
            block.fault(
                    column,
                    "'" + SqlName.shown(word) + "' is no way to reduce '" + column + "'; known are "
                            + Arrays.stream(Anonymisation.values())
                                    .filter(each -> each != Anonymisation.CONSTANT)
                                    .map(Anonymisation::id)
                                    .collect(Collectors.joining(", "))
                            + " and {constant: WORD}");
            return null;
        }
        return strategy == null ? null : new ReducedColumn(column, strategy, "", block.line(column));
    }
}
