package se.partnersec.gallra.database.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.ForeignKey;
import se.partnersec.gallra.database.catalog.InformationSchema;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Follows the foreign keys around one category. A delete that the database passes on by itself asks nobody about holds and
 * leaves no trace in the ledger, so every table it reaches must be catalogued, and is then emptied by us, first.
 */
final class ForeignKeyCheck {
    private static final Sentences SENTENCES = Sentences.of("database");
    private final CategoryMapping source;
    private final InformationSchema catalog;
    private final Set<String> mapped;
    private final SchemaProblems faults;
    private final List<String> children;
    private final Map<String, TableMapping> childOf;

    /** @param mapped every table some category maps as its own: it goes in the order of the jobs */
    ForeignKeyCheck(CategoryMapping source, InformationSchema catalog, Set<String> mapped, SchemaProblems faults) {
        this.mapped = mapped;
        this.source = source;
        this.catalog = catalog;
        this.faults = faults;
        this.children = source.children().stream().map(ForeignKeyCheck::name).toList();
        this.childOf = source.children().stream()
                .collect(Collectors.toMap(ForeignKeyCheck::name, Function.identity(), (a, b) -> a));
    }

    void check() {
        source.children().forEach(child -> enforced(child, source.target(child)));
        source.facts().forEach(fact -> enforced(fact, source.target(fact)));
        if (!source.record().detached()) {
            incoming(source.record());
        }
        source.children().stream().filter(child -> !child.detached()).forEach(this::incoming);
        if (!catalog.seesEveryTable()) {
            faults.note(SENTENCES.say("check.cannot-tell-whether-table-account-may", name(source.record())));
        }
    }

    /** Without it, the application could add a row between our look and our delete. */
    private void enforced(TableMapping pointing, TableMapping target) {
        boolean itself = name(pointing).equals(name(target)) && target.key().equals(pointing.parent());
        if (!pointing.foreignKey() || itself) {
            return;
        }
        boolean there = catalog.pointingAt(name(target)).stream()
                .anyMatch(key -> key.table().equals(name(pointing))
                        && key.columns().equals(List.of(Objects.requireNonNull(pointing.parent())))
                        && key.targetColumns().equals(List.of(target.key())));
        if (!there) {
            faults.add(
                    pointing.line(),
                    SENTENCES.say(
                            "check.no-foreign-key-makes-point-add",
                            name(pointing),
                            pointing.parent(),
                            name(target),
                            target.key()));
        }
    }

    private void incoming(TableMapping deleted) {
        for (ForeignKey key : catalog.pointingAt(name(deleted))) {
            String how = SENTENCES.say(
                    "check.referred-foreign-key-delete", name(deleted), key.table(), key.name(), key.onDelete());
            if (key.refuses()) {
                refusing(deleted, key, how);
            } else {
                passedOn(deleted, key, how);
            }
        }
    }

    private void refusing(TableMapping deleted, ForeignKey key, String how) {
        if (!key.isSelf() && !childOf.containsKey(key.table()) && mapped.contains(key.table())) {
            return;
        }
        if (key.isSelf() || !childOf.containsKey(key.table())) {
            faults.note(SENTENCES.say("check.record-whose-row-still-referred-cannot", how));
        } else {
            order(deleted, key, how);
        }
    }

    private void passedOn(TableMapping deleted, ForeignKey key, String how) {
        TableMapping child = childOf.get(key.table());
        if (child == null) {
            faults.add(
                    deleted.line(),
                    SENTENCES.say("check.not-catalogued-map-under-children-let", how, further(key.table())));
        } else if (key.isSelf() && key.deletes()) {
            faults.add(deleted.line(), SENTENCES.say("check.database-would-delete-rows-same-table", how));
        } else if (deleted.equals(source.record())
                && !key.columns().equals(List.of(Objects.requireNonNull(child.parent())))) {
            faults.add(
                    child.line(),
                    SENTENCES.say(
                            "check.while-mapping-pointer-rows-other-records",
                            how,
                            String.join(", ", key.columns()),
                            child.parent()));
        } else if (!key.isSelf()) {
            order(deleted, key, how);
        }
    }

    /** Rows that refer must go before the rows referred to. */
    private void order(TableMapping deleted, ForeignKey key, String how) {
        int at = children.indexOf(name(deleted));
        if (at >= 0 && children.indexOf(key.table()) > at) {
            faults.add(
                    deleted.line(),
                    SENTENCES.say(
                            "check.which-goes-later-children-go-order",
                            how,
                            Objects.requireNonNull(childOf.get(key.table())).role(),
                            deleted.role()));
        }
    }

    /** Where a cascade would run on to, so that all of it is seen at once. */
    private String further(String first) {
        Set<String> seen = new HashSet<>(Set.of(first));
        List<String> reached = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(seen);
        for (@Nullable String table = open.poll(); table != null; table = open.poll()) {
            for (ForeignKey key : catalog.pointingAt(table)) {
                if (!key.refuses() && seen.add(key.table())) {
                    reached.add(key.table());
                    if (key.deletes()) {
                        open.add(key.table());
                    }
                }
            }
        }
        return reached.isEmpty() ? "" : SENTENCES.say("check.from-there", String.join(", ", reached));
    }

    static String name(TableMapping table) {
        return table.schema() + "." + table.table();
    }
}
