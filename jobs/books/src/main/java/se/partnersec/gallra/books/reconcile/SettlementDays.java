package se.partnersec.gallra.books.reconcile;

import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Where billing has the days of settlement and payment, which put an invoice into further fiscal years: the rule of invoices
 * reads them too. Only where billing is the very table that the rule is about.
 *
 * @param known whether it is; if not, nobody here knows until when the law keeps a record of billing
 * @param settled SQL of the day it was settled
 * @param paid SQL of the day of its last payment
 */
record SettlementDays(boolean known, String settled, String paid) {
    /** How statements that use these call the table of billing. */
    static final String BILLED = "billed";

    static final DataCategory INVOICES = new DataCategory("invoices");

    private static final String PAYMENTS = "payments";

    static SettlementDays of(BooksMapping billing, SourceMapping sources) {
        CategoryMapping invoices = sources.tables().get(INVOICES);
        if (invoices == null
                || !invoices.record().quoted().equals(billing.table().quoted())) {
            return new SettlementDays(false, "NULL", "NULL");
        }
        ColumnMapping settled = invoices.record().column("settled_on");
        String paid = invoices.children().stream()
                .filter(child -> child.role().equals(PAYMENTS) && child.parentOf() == null)
                .findFirst()
                .map(child -> latest(child, invoices.record().key()))
                .orElse("NULL");
        return new SettlementDays(true, settled == null ? "NULL" : BILLED + ".`" + settled.column() + "`", paid);
    }

    private static String latest(TableMapping payments, String key) {
        ColumnMapping paid = payments.column("paid_on");
        return paid == null
                ? "NULL"
                : "(SELECT MAX(paid.`" + paid.column() + "`) FROM " + payments.quoted() + " AS paid WHERE paid.`"
                        + payments.parent() + "` = " + BILLED + ".`" + key + "`)";
    }
}
