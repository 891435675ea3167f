package se.partnersec.gallra.books.voucher;

/**
 * The vouchers of a file against those on record.
 *
 * @param changed also those on record under another fiscal year, with the same number and booking day
 * @param missing on record for a year the file covers, and not in the file; they stay
 */
public record VoucherCounts(long fresh, long changed, long unchanged, long missing) {
    public static final VoucherCounts NONE = new VoucherCounts(0, 0, 0, 0);
}
