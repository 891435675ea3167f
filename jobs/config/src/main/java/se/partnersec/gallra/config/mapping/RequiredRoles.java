package se.partnersec.gallra.config.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which columns a category looks at, by role: {@code ended_at} is a column of the record itself, {@code messages/sent_at}
 * one of the child or fact that the mapping calls {@code messages}.
 *
 * <p>Roles that end in {@code _at} are instants and need a zone or a unit in the mapping; those that end in {@code _on}
 * are days.
 *
 * @param required roles the mapping must name
 * @param optional roles it may name
 * @param starts instants of the record that are never after the day from which its time counts: by these it can be counted
 * @param form what a record is
 * @param words all that mean something, by the role of the column
 */
public record RequiredRoles(
        Set<String> required,
        Set<String> optional,
        List<String> starts,
        RecordForm form,
        Map<String, Set<String>> words) {

    public RequiredRoles {
        required = Set.copyOf(required);
        optional = Set.copyOf(optional);
        starts = List.copyOf(starts);
        words = Map.copyOf(words);
    }

    public RequiredRoles(Set<String> required, Set<String> optional) {
        this(required, optional, RecordForm.ROW);
    }

    public RequiredRoles(Set<String> required, Set<String> optional, RecordForm form) {
        this(required, optional, List.of(), form, Map.of());
    }

    /** The same with instants that it can be counted by. */
    public RequiredRoles countedBy(List<String> instants) {
        return new RequiredRoles(required, optional, instants, form, words);
    }

    /** The same with the words that mean something in its columns. */
    public RequiredRoles saying(Map<String, Set<String>> known) {
        return new RequiredRoles(required, optional, starts, form, known);
    }

    /** The needs from the record itself. */
    public RequiredRoles ofRecord() {
        return new RequiredRoles(withoutSlash(required), withoutSlash(optional)).saying(words);
    }

    /** The needs from a child or fact, with plain roles. */
    public RequiredRoles of(String table) {
        Map<String, Set<String>> its = new HashMap<>();
        below(table, words.keySet()).forEach(role -> its.put(role, words.getOrDefault(table + "/" + role, Set.of())));
        return new RequiredRoles(below(table, required), below(table, optional)).saying(its);
    }

    /** The same with one more that may be named. */
    public RequiredRoles with(String role) {
        Set<String> more = new TreeSet<>(optional);
        more.add(role);
        return new RequiredRoles(required, more).saying(words);
    }

    public Set<String> all() {
        Set<String> all = new TreeSet<>(required);
        all.addAll(optional);
        return all;
    }

    /** Names of the children and facts that the category looks into. */
    public Set<String> tables() {
        return tables(all());
    }

    public Set<String> requiredTables() {
        return tables(required);
    }

    private static Set<String> tables(Set<String> roles) {
        return roles.stream()
                .filter(role -> role.contains("/"))
                .map(role -> role.substring(0, role.indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> withoutSlash(Set<String> roles) {
        return roles.stream().filter(role -> !role.contains("/")).collect(Collectors.toSet());
    }

    private static Set<String> below(String table, Set<String> roles) {
        return roles.stream()
                .filter(role -> role.startsWith(table + "/"))
                .map(role -> role.substring(table.length() + 1))
                .collect(Collectors.toSet());
    }
}
