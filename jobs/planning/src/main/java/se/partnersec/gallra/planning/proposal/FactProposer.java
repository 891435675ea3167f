package se.partnersec.gallra.planning.proposal;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.planning.proposal.Identities.Identity;
import se.partnersec.gallra.planning.proposal.RelatedTables.Link;
import se.partnersec.gallra.planning.proposal.RelatedTables.Related;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.planning.survey.Concept;
import se.partnersec.gallra.planning.survey.SurveyedTable;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Proposes the parents and facts of a category: invoices of usage, contracts and invoices of a customer's users, consents. */
final class FactProposer {
    private final ProposalBasis basis;
    private final RelatedTables related;
    private final ColumnLines columns;

    FactProposer(ProposalBasis basis, RelatedTables related, ColumnLines columns) {
        this.basis = basis;
        this.related = related;
        this.columns = columns;
    }

    /** Facts that hang on others, by the name of the fact and that of its table. */
    private static final Map<String, Set<Concept>> ON_INVOICES =
            Map.of("payments", EnumSet.of(Concept.PAYMENT), "disputes", EnumSet.of(Concept.DISPUTE));

    void write(
            ProposedBlock block,
            DataCategory category,
            SurveyedTable table,
            RequiredRoles needs,
            Map<ScopeType, Link> scopes) {
        Set<String> wanted = needs.tables();
        Identity customer = basis.identities().of(ScopeType.CUSTOMER);
        Identity invoice = basis.identities().of(ScopeType.INVOICE);
        if (wanted.contains("further_invoices") && invoice != null && scopes.containsKey(ScopeType.INVOICE)) {
            ofInvoice(block, table, needs, invoice, scopes.get(ScopeType.INVOICE));
        }
        boolean ofCustomer = wanted.contains("contracts") || wanted.contains("consents");
        Link pointer = scopes.get(ScopeType.CUSTOMER);
        if (ofCustomer && customer != null && pointer != null) {
            parent(block, "customer", customer, table, pointer);
            named(
                    block,
                    "contracts",
                    EnumSet.of(Concept.CONTRACT),
                    customer.table(),
                    table.schema(),
                    needs,
                    "customer");
            named(block, "consents", EnumSet.of(Concept.CONSENT), customer.table(), table.schema(), needs, "customer");
            if (wanted.contains("vouchers") && invoice != null) {
                ofUser(block, table, needs, customer, invoice);
            }
        }
        needs.requiredTables().stream()
                .filter(name -> !block.block("facts").has(name))
                .forEach(name -> block.block("facts")
                        .missing(
                                name,
                                basis.say(
                                        "propose.fact.none",
                                        category.id(),
                                        String.join(
                                                ", ",
                                                needs.of(name).required().stream()
                                                        .sorted()
                                                        .toList()))));
        if (block.block("facts").entries().isEmpty()) {
            block.remove("facts");
        }
    }

    private void ofInvoice(
            ProposedBlock block, SurveyedTable table, RequiredRoles needs, Identity invoice, Link pointer) {
        SurveyedTable invoices = invoice.table();
        parent(block, "invoice", invoice, table, pointer);
        ProposedBlock first = fact(block, "invoices", invoices, table.schema(), invoice.certainty(), invoice.reason());
        first.line("parent", invoice.key(), Certainty.SURE, basis.say("propose.scope.itself"));
        first.line("of", "invoice", Certainty.SURE, basis.say("propose.fact.of"));
        columns.write(first, invoices, needs.of("invoices"), "invoices/");
        ON_INVOICES.keySet().stream()
                .sorted()
                .forEach(name -> named(
                        block,
                        name,
                        ON_INVOICES.getOrDefault(name, Set.of()),
                        invoices,
                        table.schema(),
                        needs,
                        "invoice"));
        invoices.columns().keySet().stream()
                .filter(column -> invoices.partsOf(column).concepts().contains(Concept.REPLACES)
                        && invoices.column(column).isInteger()
                                == invoices.column(invoice.key()).isInteger())
                .findFirst()
                .ifPresent(column -> {
                    basis.place(invoices, column);
                    ProposedBlock further = fact(
                            block,
                            "further_invoices",
                            invoices,
                            table.schema(),
                            Certainty.CHECK,
                            basis.say("propose.fact.replaces"));
                    Link link = new Link(
                            column,
                            Certainty.CHECK,
                            invoices.pointsAt(column, invoices),
                            basis.say("propose.pointer.name", invoices.fullName()));
                    pointer(further, invoices, link);
                    further.line("of", "invoice", Certainty.SURE, basis.say("propose.fact.of"));
                    columns.write(further, invoices, needs.of("further_invoices"), "invoices/");
                    ON_INVOICES.keySet().stream().sorted().forEach(name -> {
                        List<Related> found =
                                related.called(ON_INVOICES.getOrDefault(name, Set.of()), invoices, List.of(invoices));
                        write(
                                block,
                                "further_" + name,
                                found,
                                table.schema(),
                                needs,
                                "further_invoices",
                                Certainty.CHECK);
                    });
                });
    }

    private void ofUser(
            ProposedBlock block, SurveyedTable table, RequiredRoles needs, Identity customer, Identity invoice) {
        SurveyedTable invoices = invoice.table();
        Link link = related.link(invoices, customer.table());
        if (link != null) {
            write(
                    block,
                    "invoices",
                    List.of(new Related(invoices, link)),
                    table.schema(),
                    needs,
                    "customer",
                    invoice.certainty());
            named(block, "invoice_payments", EnumSet.of(Concept.PAYMENT), invoices, table.schema(), needs, "invoices");
        }
        List<String> named = invoices.pointersAt(table);
        if (!named.isEmpty()) {
            Link user = new Link(
                    named.get(0),
                    named.size() == 1 ? Certainty.SURE : Certainty.CHECK,
                    true,
                    basis.say("propose.foreign-key", table.fullName()));
            write(
                    block,
                    "vouchers",
                    List.of(new Related(invoices, user)),
                    table.schema(),
                    needs,
                    null,
                    Certainty.CHECK);
            named(block, "voucher_payments", EnumSet.of(Concept.PAYMENT), invoices, table.schema(), needs, "vouchers");
            block.missing("reduce", basis.say("propose.reduce.ask", invoices.fullName()));
        }
    }

    private void parent(ProposedBlock block, String name, Identity identity, SurveyedTable table, Link pointer) {
        ProposedBlock parent = block.block("parents").block(name);
        basis.table(parent, identity.table(), table.schema(), identity.certainty(), identity.reason());
        parent.line("column", pointer.column(), pointer.certainty(), pointer.reason());
    }

    private ProposedBlock fact(
            ProposedBlock block, String name, SurveyedTable table, String schema, Certainty sure, String reason) {
        ProposedBlock fact = block.block("facts").block(name);
        basis.table(fact, table, schema, sure, reason);
        return fact;
    }

    private void named(
            ProposedBlock block,
            String name,
            Set<Concept> called,
            SurveyedTable target,
            String schema,
            RequiredRoles needs,
            @Nullable String of) {
        if (needs.tables().contains(name)) {
            List<Related> found = related.called(called, target, List.of(target));
            write(block, name, found, schema, needs, of, RelatedTables.sure(found));
        }
    }

    private void write(
            ProposedBlock block,
            String name,
            List<Related> found,
            String schema,
            RequiredRoles needs,
            @Nullable String of,
            Certainty most) {
        if (found.isEmpty() || !needs.tables().contains(name)) {
            return;
        }
        Related first = found.get(0);
        ProposedBlock fact = fact(
                block,
                name,
                first.table(),
                schema,
                most.and(first.link().certainty()),
                basis.say("propose.fact.name", name));
        pointer(fact, first.table(), first.link());
        if (of != null) {
            fact.line("of", of, Certainty.SURE, basis.say("propose.fact.of"));
        }
        columns.write(fact, first.table(), needs.of(name), pathOf(name));
    }

    /** Payments and invoices have the same words wherever they are facts. */
    private static String pathOf(String name) {
        return name.endsWith("invoices") ? "invoices/" : name + "/";
    }

    /** The column that points, and whether the database enforces it. */
    void pointer(ProposedBlock block, SurveyedTable table, Link link) {
        block.line("parent", link.column(), link.certainty(), link.reason());
        if (!link.enforced()) {
            block.line(
                    "foreign_key",
                    "none",
                    basis.survey().whole() ? link.certainty() : Certainty.CHECK,
                    basis.say(basis.survey().whole() ? "propose.no-foreign-key" : "propose.no-foreign-key.seen"));
        }
        basis.place(table, link.column());
    }
}
