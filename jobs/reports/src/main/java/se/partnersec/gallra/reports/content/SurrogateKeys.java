package se.partnersec.gallra.reports.content;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.identity.NameCondition;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Turns what holds were placed on, which may be a telephone number or an address, into the keys of those who bear it. One
 * look at each table of identities for each page of holds.
 */
final class SurrogateKeys {
    private static final Pattern RECORD = Pattern.compile("([a-z-]+)(?:/([a-z0-9_]+))?:[0-9]+");

    private final JdbcTemplate jdbc;
    private final SourceMapping sources;
    private final KeyTypes kinds;

    SurrogateKeys(JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds) {
        this.jdbc = jdbc;
        this.sources = sources;
        this.kinds = kinds;
    }

    /**
     * Who bears the name of a scope.
     *
     * @param key of several all, with blanks between
     * @param number of a customer or an invoice, as the mapping names it; null if it names none
     */
    record Bearer(String key, @Nullable String number) {}

    /** Bearers by scope. Missing where nobody bears the name, or a key is a word. */
    Map<HoldScope, Bearer> of(Collection<HoldScope> scopes) {
        Map<HoldScope, Bearer> found = new HashMap<>();
        Map<ScopeType, List<HoldScope>> byKind = scopes.stream().collect(Collectors.groupingBy(HoldScope::kind));
        byKind.forEach((kind, some) -> {
            SourceMapping.Identity identity = sources.identities().get(kind);
            if (identity != null) {
                borne(identity, some, found);
            } else {
                some.forEach(scope -> plain(scope, found));
            }
        });
        return found;
    }

    /** Digits alone make no surrogate: telephone numbers and personal numbers are digits too. The column has to be a number. */
    private void plain(HoldScope scope, Map<HoldScope, Bearer> found) {
        String text = scope.text().strip();
        Matcher record = RECORD.matcher(text);
        if (scope.kind() == ScopeType.CATEGORY
                || scope.kind() == ScopeType.RECORD && record.matches() && numbered(record.group(1), record.group(2))) {
            found.put(scope, new Bearer(text, null));
        }
    }

    private boolean numbered(String category, @Nullable String child) {
        CategoryMapping table =
                DataCategory.parse(category).map(sources.tables()::get).orElse(null);
        if (table == null || child == null) {
            return table != null && kinds.numeric(table.record());
        }
        return table.children().stream().anyMatch(each -> each.role().equals(child) && kinds.numeric(each));
    }

    /** Whether records of a category have numbers for keys, which name nobody. */
    boolean numbered(DataCategory category) {
        return numbered(category.id(), null);
    }

    private void borne(SourceMapping.Identity identity, List<HoldScope> scopes, Map<HoldScope, Bearer> found) {
        Map<String, Set<String>> ids = new HashMap<>();
        Map<String, String> numbers = new HashMap<>();
        int shown = identity.number() == null ? 0 : 2 + identity.aliases().indexOf(identity.number());
        Set<String> written = new LinkedHashSet<>();
        scopes.forEach(
                scope -> written.addAll(List.of(scope.text(), scope.text().strip(), scope.key())));
        Set<String> wanted = scopes.stream().map(HoldScope::key).collect(Collectors.toSet());
        List<String> columns = new ArrayList<>(List.of(identity.table().key()));
        columns.addAll(identity.aliases());
        NameCondition match = new NameCondition(identity.table(), kinds, written);
        List<String> terms = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        columns.forEach(column -> match.slowly(column, terms, args));
        if (terms.isEmpty() || !kinds.numeric(identity.table())) {
            return;
        }
        jdbc.query(
                "SELECT " + columns.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", ")) + " FROM "
                        + identity.table().quoted() + " WHERE " + String.join(" OR ", terms),
                row -> {
                    Set<String> names = new HashSet<>();
                    for (int i = 1; i <= columns.size(); i++) {
                        add(names, row.getString(i));
                    }
                    names.retainAll(wanted);
                    String id = row.getString(1);
                    String number = shown == 0 ? null : row.getString(shown);
                    if (number != null) {
                        numbers.put(id, number);
                    }
                    names.forEach(name ->
                            ids.computeIfAbsent(name, n -> new TreeSet<>()).add(id));
                },
                args.toArray());
        for (HoldScope scope : scopes) {
            Set<String> own = ids.get(scope.key());
            if (own != null) {
                List<String> known =
                        own.stream().map(numbers::get).filter(Objects::nonNull).toList();
                found.put(scope, new Bearer(String.join(" ", own), known.isEmpty() ? null : String.join(" ", known)));
            }
        }
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null) {
            names.add(HoldScope.key(name));
        }
    }
}
