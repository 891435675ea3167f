package se.partnersec.gallra.books.voucher;

import java.time.LocalDate;
import java.util.Set;

/**
 * One voucher without its texts: they may name people, and the books keep them anyway.
 *
 * @param yearStart first day of the fiscal year it belongs to
 * @param debitOre sum of its debit rows
 * @param line of the file
 * @param words of its texts that may be the number of an invoice; never stored unless they are one
 */
public record Voucher(
        LocalDate yearStart,
        String series,
        long number,
        LocalDate bookedOn,
        long debitOre,
        int rows,
        int line,
        Set<String> words) {

    @Override
    public String toString() {
        return "voucher " + name(series, number) + " of " + bookedOn;
    }

    /** As people write it. */
    public static String name(String series, long number) {
        return (series + " " + number).strip();
    }
}
