package se.partnersec.gallra.planning.proposal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordForm;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.planning.proposal.Identities.Identity;
import se.partnersec.gallra.planning.proposal.RelatedTables.Link;
import se.partnersec.gallra.planning.proposal.RelatedTables.Related;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.planning.survey.ColumnMatch;
import se.partnersec.gallra.planning.survey.Concept;
import se.partnersec.gallra.planning.survey.RecordPattern;
import se.partnersec.gallra.planning.survey.SurveyedTable;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Proposes the block of one category: its record, by which scopes holds reach it, its objects and children. */
final class CategoryProposer {
    private static final Set<String> OF_INVOICES = Set.of("traffic-data", "email-traffic");

    private final ProposalBasis basis;
    private final RelatedTables related;
    private final ColumnLines columns;
    private final FactProposer facts;

    CategoryProposer(ProposalBasis basis) {
        this.basis = basis;
        this.related = new RelatedTables(basis);
        this.columns = new ColumnLines(basis);
        this.facts = new FactProposer(basis, related, columns);
    }

    /** The table of a category, and how sure that is. */
    record RecordTable(SurveyedTable table, Certainty certainty, String reason) {}

    void write(ProposedBlock block, DataCategory category, RecordTable record, RequiredRoles needs, String schema) {
        SurveyedTable table = record.table();
        Map<ScopeType, Link> scopes = scopes(table, category);
        Certainty sure = record.certainty().and(proved(category, table, needs, scopes));
        basis.table(block, table, schema, sure, record.reason());
        columns.write(block, table, needs.ofRecord(), "");
        if (block.has("columns")
                && needs.ofRecord().all().contains("customer")
                && scopes.containsKey(ScopeType.CUSTOMER)) {
            Link customer = scopes.get(ScopeType.CUSTOMER);
            block.block("columns").line("customer", customer.column(), customer.certainty(), customer.reason());
        }
        line(block, table, needs);
        writeScopes(block, table, scopes, category);
        objects(block, table);
        boolean credentials = needs.form() == RecordForm.COLUMNS;
        if (credentials) {
            secret(block, table);
        }
        children(block, category, table, needs);
        boolean scoped = block.has("scopes")
                || block.has("children")
                        && block.block("children").entries().values().stream()
                                .anyMatch(child -> child instanceof ProposedBlock inner && inner.has("scopes"));
        if (!scoped) {
            block.missing("scopes", basis.say("propose.scope.none"));
            block.missing("because", basis.say("propose.scope.because"));
        }
        facts.write(block, category, table, needs, scopes);
    }

    /** The invoice line that usage is billed by. */
    private void line(ProposedBlock block, SurveyedTable table, RequiredRoles needs) {
        if (!needs.ofRecord().all().contains("line")) {
            return;
        }
        for (SurveyedTable other : basis.survey().tables()) {
            if (other.parts().speaksOf(Set.of(Concept.LINE)) && other.mappable()) {
                Link link = related.link(table, other);
                if (link != null) {
                    block.block("columns").line("line", link.column(), link.certainty(), link.reason());
                    basis.place(table, link.column());
                    return;
                }
            }
        }
    }

    /** A table is certain only if the columns that must be there are, and a foreign key says whose its records are. */
    private Certainty proved(
            DataCategory category, SurveyedTable table, RequiredRoles needs, Map<ScopeType, Link> scopes) {
        if (identity(table) != null) {
            return Certainty.SURE;
        }
        List<String> taken = new ArrayList<>();
        for (String role : needs.ofRecord().required()) {
            ColumnMatch match = ColumnLines.match(table, role, taken, true);
            if (match == null || match.certainty() != Certainty.SURE) {
                return Certainty.CHECK;
            }
            taken.add(match.column());
        }
        boolean enforced = scopes.values().stream().anyMatch(Link::enforced)
                || (OF_INVOICES.contains(category.id()) && scopes.containsKey(ScopeType.INVOICE));
        return enforced ? Certainty.SURE : Certainty.CHECK;
    }

    private @Nullable Identity identity(SurveyedTable table) {
        return basis.identities().all().stream()
                .filter(each -> each.table().equals(table))
                .findFirst()
                .orElse(null);
    }

    /** By which columns a hold reaches a record; users do not have invoices, their customers do. */
    Map<ScopeType, Link> scopes(SurveyedTable table, DataCategory category) {
        Map<ScopeType, Link> scopes = new LinkedHashMap<>();
        for (Identity identity : basis.identities().all()) {
            boolean of = !(category.id().equals("invoices") && identity.kind() == ScopeType.USER);
            if (identity.table().equals(table)) {
                scopes.put(
                        identity.kind(),
                        new Link(identity.key(), Certainty.SURE, false, basis.say("propose.scope.itself")));
            } else if (of) {
                Link link = related.link(table, identity.table());
                if (link != null) {
                    scopes.put(
                            identity.kind(),
                            new Link(
                                    link.column(),
                                    link.certainty().and(identity.certainty()),
                                    link.enforced(),
                                    link.reason()));
                }
            }
        }
        return scopes;
    }

    private void writeScopes(
            ProposedBlock block, SurveyedTable table, Map<ScopeType, Link> scopes, DataCategory category) {
        if (scopes.isEmpty()) {
            return;
        }
        ProposedBlock lines = block.block("scopes");
        scopes.forEach((kind, link) -> {
            lines.entry(kind.id(), link.column(), link.certainty(), link.reason());
            basis.place(table, link.column());
            Identity itself = identity(table);
            if (itself != null && itself.kind() == kind) {
                itself.aliases().forEach(alias -> {
                    lines.entry(kind.id(), alias.column(), alias.certainty(), alias.reason());
                    basis.place(table, alias.column());
                });
            } else if (kind == ScopeType.USER && !category.id().equals("leads")) {
                table.columns().keySet().stream()
                        .filter(column -> table.column(column).isString()
                                && !link.column().equals(column))
                        .filter(column -> isNameOfUser(table, column))
                        .forEach(column -> {
                            lines.entry(kind.id(), column, Certainty.CHECK, basis.say("propose.scope.alias"));
                            basis.place(table, column);
                        });
            }
        });
    }

    private static boolean isNameOfUser(SurveyedTable table, String column) {
        Set<Concept> concepts = table.partsOf(column).concepts();
        return concepts.contains(Concept.CALLER)
                || concepts.contains(Concept.PHONE)
                || concepts.contains(Concept.EMAIL)
                || concepts.equals(EnumSet.of(Concept.NUMBER));
    }

    /** The key of an object: a text with an index, called a file or a key of one, with values that look like paths. */
    private void objects(ProposedBlock block, SurveyedTable table) {
        List<String> keys = table.columns().keySet().stream()
                .filter(column -> table.column(column).isString() && isObject(table, column))
                .toList();
        if (keys.isEmpty()) {
            return;
        }
        String column = keys.get(0);
        String prefix = basis.sampler().prefix(table, column);
        boolean sure = keys.size() == 1
                && table.partsOf(column).whole()
                && prefix != null
                && table.catalog().indexed().contains(column);
        ProposedBlock objects = block.block("objects");
        objects.line("column", column, sure ? Certainty.SURE : Certainty.CHECK, basis.say("propose.objects"));
        if (prefix == null) {
            objects.missing("prefix", basis.say("propose.prefix.ask"));
        } else {
            objects.line("prefix", prefix, Certainty.CHECK, basis.say("propose.prefix"));
        }
        basis.place(table, column);
    }

    private static boolean isObject(SurveyedTable table, String column) {
        Set<Concept> concepts = table.partsOf(column).concepts();
        return (concepts.contains(Concept.FILE) || concepts.contains(Concept.SOUND))
                && !concepts.contains(Concept.NAME)
                && !concepts.contains(Concept.KIND);
    }

    /** What somebody logs in with goes before the row; that it shall is for people to say. */
    private void secret(ProposedBlock block, SurveyedTable table) {
        block.line("instead", "reduce", Certainty.CHECK, basis.say("propose.credentials"));
        table.columns().keySet().stream()
                .filter(column -> isSecret(table, column))
                .forEach(column -> {
                    block.block("reduce")
                            .line(column, "null", Certainty.CHECK, basis.say("propose.credentials.column"));
                    basis.place(table, column);
                });
        table.columns().keySet().stream()
                .filter(column -> table.column(column).generated()
                        && table.partsOf(column).speaksOf(Set.of(Concept.HAS, Concept.PASSWORD)))
                .findFirst()
                .ifPresent(column -> {
                    block.block("columns")
                            .line("present", column, Certainty.CHECK, basis.say("propose.credentials.present"));
                    basis.place(table, column);
                });
    }

    /** A secret that can be cleared. */
    static boolean isSecret(SurveyedTable table, String column) {
        return table.partsOf(column).concepts().contains(Concept.PASSWORD)
                && table.column(column).isString()
                && table.column(column).nullable();
    }

    /** Children by their names and pointers; those of children first, because rows go in the order of the file. */
    private void children(ProposedBlock block, DataCategory category, SurveyedTable table, RequiredRoles needs) {
        Map<String, ProposedBlock> below = new LinkedHashMap<>();
        Map<String, ProposedBlock> direct = new LinkedHashMap<>();
        Map<String, SurveyedTable> known = new LinkedHashMap<>();
        Map<String, Set<Concept>> names = RecordPattern.of(category.id()).children();
        Collection<SurveyedTable> not = new HashSet<>(
                basis.identities().all().stream().map(Identity::table).toList());
        not.add(table);
        names.keySet().stream().sorted().forEach(name -> {
            List<Related> found = related.called(Set.copyOf(names.getOrDefault(name, Set.of())), table, not);
            if (!found.isEmpty()) {
                known.put(name, found.get(0).table());
                direct.put(name, child(block, found, needs.of(name), name, table.schema()));
            }
        });
        names.keySet().stream()
                .sorted()
                .filter(name -> !known.containsKey(name))
                .forEach(name -> Map.copyOf(known).forEach((parent, of) -> {
                    List<Related> found = related.called(Set.copyOf(names.getOrDefault(name, Set.of())), of, not);
                    if (!found.isEmpty() && !below.containsKey(name)) {
                        ProposedBlock child = child(block, found, needs.of(name), name, table.schema());
                        child.line("of", parent, Certainty.SURE, basis.say("propose.child.of", of.fullName()));
                        below.put(name, child);
                    }
                }));
        below.forEach((name, child) -> block.block("children").entries().put(name, child));
        direct.forEach((name, child) -> block.block("children").entries().put(name, child));
    }

    private ProposedBlock child(
            ProposedBlock block, List<Related> found, RequiredRoles needs, String name, String schema) {
        Related first = found.get(0);
        SurveyedTable table = first.table();
        ProposedBlock child = new ProposedBlock().noSurerThan(block.certainty());
        basis.table(child, table, schema, RelatedTables.sure(first, found), basis.say("propose.child.name"));
        facts.pointer(child, table, first.link());
        columns.write(child, table, needs, name + "/");
        if (name.equals("memberships")) {
            Identity customer = basis.identities().of(ScopeType.CUSTOMER);
            Link link = customer == null ? null : related.link(table, customer.table());
            if (link != null) {
                child.block("columns").line("customer", link.column(), link.certainty(), link.reason());
                child.block("scopes").entry("customer", link.column(), link.certainty(), link.reason());
                basis.place(table, link.column());
            }
        }
        if (name.equals("parties")) {
            scopes(table, new DataCategory("ip-log-files")).forEach((kind, link) -> {
                child.block("scopes").entry(kind.id(), link.column(), link.certainty(), link.reason());
                basis.place(table, link.column());
            });
        }
        objects(child, table);
        return child;
    }
}
