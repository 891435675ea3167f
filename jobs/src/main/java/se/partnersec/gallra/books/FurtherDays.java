package se.partnersec.gallra.books;

import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.BooksMapping;
import se.partnersec.gallra.store.SourceColumn;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.TableMapping;

/**
 * Where billing has the days of settlement and payment, which put an invoice into further fiscal years: the rule of invoices
 * reads them too. Only where billing is the very table that the rule is about.
 *
 * @param known whether it is; if not, nobody here knows until when the law keeps a record of billing
 * @param settled SQL of the day it was settled
 * @param paid SQL of the day of its last payment
 */
record FurtherDays(boolean known, String settled, String paid) {
    /** How statements that use these call the table of billing. */
    static final String BILLED = "billed";

    private static final String PAYMENTS = "payments";

    static FurtherDays of(BooksMapping billing, Sources sources) {
        SourceTable invoices = sources.tables().get(DataCategory.INVOICES);
        if (invoices == null
                || !invoices.record().quoted().equals(billing.table().quoted())) {
            return new FurtherDays(false, "NULL", "NULL");
        }
        SourceColumn settled = invoices.record().column("settled_on");
        String paid = invoices.children().stream()
                .filter(child -> child.role().equals(PAYMENTS) && child.parentOf() == null)
                .findFirst()
                .map(child -> latest(child, invoices.record().key()))
                .orElse("NULL");
        return new FurtherDays(true, settled == null ? "NULL" : BILLED + ".`" + settled.column() + "`", paid);
    }

    private static String latest(TableMapping payments, String key) {
        SourceColumn paid = payments.column("paid_on");
        return paid == null
                ? "NULL"
                : "(SELECT MAX(paid.`" + paid.column() + "`) FROM " + payments.quoted() + " AS paid WHERE paid.`"
                        + payments.parent() + "` = " + BILLED + ".`" + key + "`)";
    }
}
