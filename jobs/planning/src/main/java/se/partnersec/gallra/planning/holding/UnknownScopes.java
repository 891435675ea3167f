package se.partnersec.gallra.planning.holding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.identity.NameCondition;
import se.partnersec.gallra.ledger.entry.LedgerSearch;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Finds, before holds are placed, those on somebody or something that nobody has: most are misspelt, and would keep nothing. Of objects,
 * and of identities that the mapping has no table for, it knows nothing.
 */
public final class UnknownScopes {
    private static final int PART = 500;

    private final ReadOnlySnapshot database;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final LedgerSearch ledger;

    /** @param database of the account that places the holds */
    public UnknownScopes(DataSource database, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        this.database = new ReadOnlySnapshot(database);
        this.sources = sources;
        this.kinds = kinds;
        this.ledger = new LedgerSearch(this.database.jdbc(), tags);
    }

    /** A sentence for each that is unknown, with the cure; empty if all are known. */
    public List<String> among(Collection<HoldScope> scopes, Locale locale) {
        HoldText words = new HoldText(locale);
        return database.look(() -> unknown(scopes)).stream().map(words::unknown).toList();
    }

    private List<HoldScope> unknown(Collection<HoldScope> scopes) {
        List<HoldScope> unknown = new ArrayList<>();
        scopes.stream()
                .distinct()
                .collect(Collectors.groupingBy(HoldScope::kind))
                .forEach((kind, some) -> {
                    SourceMapping.Identity identity = sources.identities().get(kind);
                    if (identity != null) {
                        for (int from = 0; from < some.size(); from += PART) {
                            unborne(identity, some.subList(from, Math.min(some.size(), from + PART)), unknown);
                        }
                    } else if (kind == ScopeType.RECORD) {
                        some.stream().filter(scope -> !recorded(scope)).forEach(unknown::add);
                    } else if (kind == ScopeType.CATEGORY) {
                        some.stream()
                                .filter(scope -> DataCategory.parse(scope.key())
                                        .map(sources.tables()::get)
                                        .isEmpty())
                                .forEach(unknown::add);
                    }
                });
        return unknown;
    }

    /** One look for many: without an index on other spellings each reads the whole table. */
    private void unborne(SourceMapping.Identity identity, List<HoldScope> scopes, List<HoldScope> unknown) {
        Set<String> written = new LinkedHashSet<>();
        scopes.forEach(
                scope -> written.addAll(List.of(scope.text(), scope.text().strip(), scope.key())));
        List<String> columns = new ArrayList<>(List.of(identity.table().key()));
        columns.addAll(identity.aliases());
        NameCondition match = new NameCondition(identity.table(), kinds, written);
        List<String> terms = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        columns.forEach(column -> match.slowly(column, terms, args));
        Set<String> borne = new HashSet<>();
        if (!terms.isEmpty()) {
            database.jdbc()
                    .query(
                            "SELECT " + columns.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", "))
                                    + " FROM " + identity.table().quoted() + " WHERE " + String.join(" OR ", terms),
                            row -> {
                                for (int i = 1; i <= columns.size(); i++) {
                                    String name = row.getString(i);
                                    if (name != null) {
                                        borne.add(HoldScope.key(name));
                                    }
                                }
                            },
                            args.toArray());
        }
        scopes.stream().filter(scope -> !borne.contains(scope.key())).forEach(unknown::add);
    }

    /** In its table, or in the ledger. */
    private boolean recorded(HoldScope scope) {
        RecordScope record = RecordScope.of(scope);
        DataCategory category = record.category().orElse(null);
        CategoryMapping source = category == null ? null : sources.tables().get(category);
        if (category == null || source == null) {
            return false;
        }
        ScopeCondition cover =
                ScopeCondition.of(source, scope, ScopeNames.of(database.jdbc(), sources, kinds, scope), kinds);
        if (cover == null) {
            return false;
        }
        JdbcTemplate jdbc = database.jdbc();
        boolean there = !jdbc.queryForList(
                        "SELECT 1" + cover.where() + " LIMIT 1",
                        Integer.class,
                        cover.args().toArray())
                .isEmpty();
        return there || !record.child() && !ledger.find(category, record.key()).isEmpty();
    }
}
