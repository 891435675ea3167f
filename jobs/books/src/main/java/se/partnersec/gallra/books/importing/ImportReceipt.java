package se.partnersec.gallra.books.importing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.books.sie.SieFile;
import se.partnersec.gallra.books.voucher.VoucherCounts;
import se.partnersec.gallra.policy.fact.FiscalYear;

/**
 * What an import did, or would do.
 *
 * @param earlier the import that brought this very file before; then nothing was done
 * @param file null where it was known already by its hash
 * @param asked of the years that take two people, by which request somebody else approves them
 * @param changed some of the vouchers that differ from those on record
 * @param missing some of those on record that the file lacks
 */
public record ImportReceipt(
        @Nullable BookImport earlier,
        @Nullable SieFile file,
        VoucherCounts counts,
        List<FiscalYearChange> years,
        Map<FiscalYear, String> asked,
        List<String> changed,
        List<String> missing) {

    static ImportReceipt known(BookImport earlier) {
        return new ImportReceipt(earlier, null, VoucherCounts.NONE, List.of(), Map.of(), List.of(), List.of());
    }
}
