package se.partnersec.gallra.category;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.engine.Row;
import se.partnersec.gallra.policy.Bookkeeping;
import se.partnersec.gallra.policy.Circumstances;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.store.TableMapping;

/** Columns any category may have: processed for a customer, and what the books need of the record. */
final class Columns {
    static final String PROCESSOR = TableMapping.PROCESSOR;
    static final String BOOKKEEPING = "bookkeeping";
    static final String BOOKED_ON = "booked_on";

    private Columns() {}

    static Circumstances circumstances(LockedRecord record, List<FiscalYear> years) {
        return Circumstances.of(record.processed(), bookkeeping(record.row(), years));
    }

    /** A mark nobody can read counts as FULL: in doubt the books keep the record. */
    static Bookkeeping.Extent extent(@Nullable String mark) {
        return switch (mark == null ? "NONE" : mark.strip().toUpperCase(Locale.ROOT)) {
            case "NONE", "" -> Bookkeeping.Extent.NONE;
            case "FIELDS" -> Bookkeeping.Extent.FIELDS;
            default -> Bookkeeping.Extent.FULL;
        };
    }

    private static Bookkeeping bookkeeping(Row row, List<FiscalYear> years) {
        Bookkeeping.Extent extent = extent(row.text(BOOKKEEPING));
        if (extent == Bookkeeping.Extent.NONE) {
            return Bookkeeping.NONE;
        }
        LocalDate booked = row.day(BOOKED_ON);
        return new Bookkeeping(extent, List.of(), booked == null ? List.of() : List.of(booked), years);
    }
}
