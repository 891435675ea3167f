package se.partnersec.gallra.planning.proposal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordForm;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.planning.proposal.CategoryProposer.RecordTable;
import se.partnersec.gallra.planning.proposal.Identities.Identity;
import se.partnersec.gallra.planning.proposal.RelatedTables.Link;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.planning.survey.ColumnMatch;
import se.partnersec.gallra.planning.survey.Concept;
import se.partnersec.gallra.planning.survey.RecordPattern;
import se.partnersec.gallra.planning.survey.SurveyedTable;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Proposes a mapping: identities, books, categories, and what no rule is about. */
final class MappingProposer {
    /** What records of a category are called where the user or invoice they belong to only lets go of them. */
    private static final Map<String, String> DETACHED = Map.of(
            "call-recordings", "recordings",
            "chat-logs", "chats",
            "ip-logs", "logged",
            "traffic-data", "usage",
            "email-traffic", "email_usage",
            "newsletter", "subscriptions",
            "marketing-traffic", "campaigns",
            "web-visits", "visits",
            "leads", "leads");

    /** They go before their invoice does. */
    private static final Set<String> BEFORE_INVOICES = Set.of("traffic-data", "email-traffic");

    private final ProposalBasis basis;
    private final Map<DataCategory, RequiredRoles> needs;
    private final CategoryProposer categories;
    private final RelatedTables related;
    private final Map<DataCategory, RecordTable> records = new LinkedHashMap<>();
    private final ProposedBlock top = new ProposedBlock();
    private final String schema;

    MappingProposer(ProposalBasis basis, Map<DataCategory, RequiredRoles> needs, String schema) {
        this.basis = basis;
        this.needs = needs;
        this.schema = schema;
        this.categories = new CategoryProposer(basis);
        this.related = new RelatedTables(basis);
    }

    /** @param prefixes directly in the bucket */
    ProposedBlock propose(Collection<String> prefixes) {
        top.line("schema", schema, Certainty.SURE, basis.say("propose.schema.most"));
        identities(top.block("identities"));
        books();
        records();
        ProposedBlock all = top.block("categories");
        records.forEach((category, record) -> categories.write(
                all.block(category.id()), category, record, needs.getOrDefault(category, NOTHING), schema));
        records.forEach((category, record) -> detached(all, category, record));
        if (records.isEmpty()) {
            all.missing("categories", basis.say("propose.no-category"));
        }
        new InventoryProposer(basis, schema).write(top.block("inventory"), all, prefixes);
        return top;
    }

    private static final RequiredRoles NOTHING = new RequiredRoles(Set.of(), Set.of());

    /** Categories for which no table was found. */
    List<DataCategory> missing() {
        return needs.keySet().stream()
                .filter(each -> !records.containsKey(each))
                .toList();
    }

    private void identities(ProposedBlock block) {
        for (ScopeType kind : Identities.KINDS) {
            Identity identity = basis.identities().of(kind);
            if (identity == null) {
                block.missing(kind.id(), basis.say("propose.identity.none", Identities.kindWord(kind, basis.words())));
                continue;
            }
            ProposedBlock one = block.block(kind.id());
            basis.table(one, identity.table(), schema, identity.certainty(), identity.reason());
            identity.aliases().forEach(alias -> {
                one.entry("aliases", alias.column(), alias.certainty(), alias.reason());
                basis.place(identity.table(), alias.column());
            });
            if (kind != ScopeType.USER) {
                identity.aliases().stream()
                        .filter(Identities.Alias::number)
                        .findFirst()
                        .ifPresent(alias -> one.line(
                                "number", alias.column(), Certainty.CHECK, basis.say("propose.identity.number")));
            }
        }
    }

    /** Where the invoices name their voucher, they can be compared with the books. */
    private void books() {
        Identity invoice = basis.identities().of(ScopeType.INVOICE);
        if (invoice == null) {
            return;
        }
        SurveyedTable table = invoice.table();
        Map<String, ColumnMatch> found = new LinkedHashMap<>();
        List<String> taken = new ArrayList<>();
        for (String role : List.of("series", "number", "booked_on", "amount")) {
            ColumnMatch match = ColumnMatch.of(table, role, taken);
            if (match == null) {
                return;
            }
            taken.add(match.column());
            found.put(role, match);
        }
        Identities.Alias number = invoice.aliases().stream()
                .filter(Identities.Alias::number)
                .findFirst()
                .orElse(null);
        if (number == null) {
            return;
        }
        ProposedBlock block = top.block("books");
        basis.table(block, table, schema, invoice.certainty(), invoice.reason());
        found.forEach((role, match) -> {
            block.block("columns")
                    .line(
                            role,
                            match.column(),
                            match.certainty(),
                            basis.say(
                                    "propose.column",
                                    table.column(match.column()).fullType()));
            basis.place(table, match.column());
        });
        block.block("columns").line("invoice_no", number.column(), number.certainty(), number.reason());
    }

    /** Each category gets the table that is most like it, and each table one category. */
    private void records() {
        record Candidate(DataCategory category, SurveyedTable table, Certainty certainty, int score) {}
        List<Candidate> candidates = new ArrayList<>();
        Set<SurveyedTable> identities = new LinkedHashSet<>(
                basis.identities().all().stream().map(Identity::table).toList());
        for (DataCategory category : needs.keySet()) {
            RecordPattern pattern = RecordPattern.of(category.id());
            for (SurveyedTable table : basis.survey().tables()) {
                Certainty called = table.mappable() && !identities.contains(table) ? pattern.matches(table) : null;
                if (called != null) {
                    candidates.add(new Candidate(category, table, called, pattern.score(table)));
                }
            }
        }
        candidates.sort(Comparator.comparingInt(Candidate::score).reversed());
        Map<DataCategory, RecordTable> found = new LinkedHashMap<>();
        Set<SurveyedTable> taken = new LinkedHashSet<>();
        for (Candidate each : candidates) {
            if (taken.contains(each.table())) {
                continue;
            }
            RecordTable first = found.get(each.category());
            if (first == null) {
                taken.add(each.table());
                found.put(
                        each.category(),
                        new RecordTable(each.table(), each.certainty(), basis.say("propose.table.name")));
            } else if (each.certainty() == Certainty.SURE || first.certainty() != Certainty.SURE) {
                found.put(
                        each.category(),
                        new RecordTable(
                                first.table(),
                                Certainty.CHECK,
                                first.reason() + "; "
                                        + basis.words()
                                                .say(
                                                        "propose.rivals",
                                                        each.table().fullName())));
            }
        }
        for (DataCategory category : needs.keySet()) {
            RecordTable record = found.containsKey(category) ? found.get(category) : identity(category);
            if (record != null && fits(category, record.table())) {
                records.put(category, record);
            }
        }
    }

    /** Users and invoices are records themselves. */
    private @Nullable RecordTable identity(DataCategory category) {
        ScopeType kind = switch (category.id()) {
            case "user-data", "credentials" -> ScopeType.USER;
            case "invoices" -> ScopeType.INVOICE;
            default -> null;
        };
        Identity identity = kind == null ? null : basis.identities().of(kind);
        return identity == null
                ? null
                : new RecordTable(
                        identity.table(),
                        identity.certainty()
                                .and(category.id().equals("credentials") ? Certainty.CHECK : Certainty.SURE),
                        identity.reason());
    }

    /** At least half of what must be there is: otherwise a table has only the name of the category. */
    private boolean fits(DataCategory category, SurveyedTable table) {
        RequiredRoles its = needs.getOrDefault(category, NOTHING);
        if (its.form() == RecordForm.COLUMNS
                && table.columns().keySet().stream().noneMatch(column -> CategoryProposer.isSecret(table, column))) {
            return false;
        }
        Set<String> required = its.ofRecord().required();
        long found = required.stream()
                .filter(role -> ColumnLines.match(table, role, List.of(), true) != null)
                .count();
        Identity customer = basis.identities().of(ScopeType.CUSTOMER);
        boolean contracts = !its.requiredTables().contains("contracts")
                || (customer != null
                        && !related.called(Set.of(Concept.CONTRACT), customer.table(), List.of())
                                .isEmpty());
        return found * 2 >= required.size() && contracts;
    }

    /** Records with a rule of their own only forget whose they were when a user or invoice goes. */
    private void detached(ProposedBlock all, DataCategory category, RecordTable record) {
        ScopeType kind = switch (category.id()) {
            case "user-data" -> ScopeType.USER;
            case "invoices" -> ScopeType.INVOICE;
            default -> null;
        };
        if (kind == null) {
            return;
        }
        ProposedBlock block = all.block(category.id());
        records.forEach((other, its) -> {
            String name = DETACHED.get(other.id());
            boolean before = kind == ScopeType.INVOICE && BEFORE_INVOICES.contains(other.id());
            Link link = name == null || before
                    ? null
                    : categories.scopes(its.table(), other).get(kind);
            if (name == null || link == null || its.table().equals(record.table())) {
                return;
            }
            SurveyedTable table = its.table();
            if (!table.column(link.column()).nullable()) {
                block.block("children")
                        .remark(name, basis.say("propose.detach.never-null", table.fullName(), link.column()));
                return;
            }
            ProposedBlock child = block.block("children").block(name);
            Certainty sure = all.block(other.id()).certainty();
            basis.table(child, table, record.table().schema(), sure, basis.say("propose.detach", other.id()));
            child.line("parent", link.column(), link.certainty(), link.reason());
            if (!link.enforced()) {
                child.line(
                        "foreign_key",
                        "none",
                        basis.survey().whole() ? link.certainty() : Certainty.CHECK,
                        basis.say(basis.survey().whole() ? "propose.no-foreign-key" : "propose.no-foreign-key.seen"));
            }
            child.line("instead", "detach", link.certainty(), basis.say("propose.detach", other.id()));
        });
    }
}
