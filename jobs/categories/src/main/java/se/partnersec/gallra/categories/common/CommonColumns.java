package se.partnersec.gallra.categories.common;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;

/** Columns any category may have: processed for a customer, and what the books need of the record. */
public final class CommonColumns {
    public static final String PROCESSOR = TableMapping.PROCESSOR;
    public static final String BOOKKEEPING = "bookkeeping";
    public static final String BOOKED_ON = "booked_on";

    /** What a bookkeeping mark may say. */
    public static final Set<String> MARKS = Set.of("NONE", "FIELDS", "FULL");

    private static final Set<String> YES = Set.of("1", "true", "TRUE");
    private static final Set<String> NO = Set.of("0", "false", "FALSE");

    /** What a column may say that answers yes or no. */
    public static final Set<String> ANSWERS =
            Stream.concat(YES.stream(), NO.stream()).collect(Collectors.toUnmodifiableSet());

    private CommonColumns() {}

    public static Facts.Circumstances circumstances(LockedRecord record, Supplier<List<FiscalYear>> years) {
        return Facts.Circumstances.of(record.processed(), bookkeeping(record.row(), years));
    }

    /** All of them; no role is in two. */
    @SafeVarargs
    public static Map<String, Set<String>> words(Map<String, Set<String>>... parts) {
        return Stream.of(parts)
                .flatMap(each -> each.entrySet().stream())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Null where the column is NULL, or says neither yes nor no. */
    public static @Nullable Boolean answer(Row row, String role) {
        String word = row.text(role);
        return word == null || !ANSWERS.contains(word) ? null : Boolean.valueOf(YES.contains(word));
    }

    /** A mark nobody knows, a blank one included, counts as FULL: in doubt the books keep the record. */
    public static Bookkeeping.Extent extent(@Nullable String mark) {
        return switch (mark == null ? "NONE" : mark) {
            case "NONE" -> Bookkeeping.Extent.NONE;
            case "FIELDS" -> Bookkeeping.Extent.FIELDS;
            default -> Bookkeeping.Extent.FULL;
        };
    }

    private static Bookkeeping bookkeeping(Row row, Supplier<List<FiscalYear>> years) {
        Bookkeeping.Extent extent = extent(row.text(BOOKKEEPING));
        if (extent == Bookkeeping.Extent.NONE) {
            return Bookkeeping.NONE;
        }
        LocalDate booked = row.day(BOOKED_ON);
        return new Bookkeeping(extent, List.of(), booked == null ? List.of() : List.of(booked), years.get());
    }
}
