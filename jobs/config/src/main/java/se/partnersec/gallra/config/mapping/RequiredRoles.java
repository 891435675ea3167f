package se.partnersec.gallra.config.mapping;

import java.util.List;
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
 */
public record RequiredRoles(Set<String> required, Set<String> optional, List<String> starts, RecordForm form) {

    public RequiredRoles {
        required = Set.copyOf(required);
        optional = Set.copyOf(optional);
        starts = List.copyOf(starts);
    }

    public RequiredRoles(Set<String> required, Set<String> optional) {
        this(required, optional, RecordForm.ROW);
    }

    public RequiredRoles(Set<String> required, Set<String> optional, RecordForm form) {
        this(required, optional, List.of(), form);
    }

    /** The same with instants that it can be counted by. */
    public RequiredRoles countedBy(List<String> instants) {
        return new RequiredRoles(required, optional, instants, form);
    }

    /** The needs from the record itself. */
    public RequiredRoles ofRecord() {
        return new RequiredRoles(withoutSlash(required), withoutSlash(optional));
    }

    /** The needs from a child or fact, with plain roles. */
    public RequiredRoles of(String table) {
        return new RequiredRoles(below(table, required), below(table, optional));
    }

    /** The same with one more that may be named. */
    public RequiredRoles with(String role) {
        Set<String> more = new TreeSet<>(optional);
        more.add(role);
        return new RequiredRoles(required, more);
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
