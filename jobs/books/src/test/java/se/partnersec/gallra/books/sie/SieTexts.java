package se.partnersec.gallra.books.sie;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.books.voucher.Voucher;

/** Small SIE files for tests, and what the reader makes of them. */
final class SieTexts {
    static final String HEAD = """
            #FLAGGA 0
            #PROGRAM "Exempelbok" 1.0
            #FORMAT PC8
            #GEN 20261124
            #SIETYP 4
            #FNAMN "Påhittade Åkeriet ÄÖ AB"
            #ORGNR 999900-0001
            #RAR 0 20260101 20261231
            #RAR -1 20250501 20251231
            #KONTO 1510 "Kundfordringar"
            """;
    static final String VOUCHER = """
            #VER A 1 20260203 "Faktura F2026000001"
            {
            \t#TRANS 1510 {} 1250.00
            \t#TRANS 3041 {"1" "0210"} -1000
            \t#TRANS 2611 {} -250.0 20260203 "moms"
            }
            """;

    private SieTexts() {}

    record Read(SieFile file, List<Voucher> vouchers) {}

    static Read read(String text) {
        return read(text.getBytes(text.contains("#FORMAT PC8") ? Charset.forName("IBM437") : StandardCharsets.UTF_8));
    }

    static Read read(byte[] bytes) {
        List<Voucher> vouchers = new ArrayList<>();
        try {
            SieFile file = SieReader.of("bok.se", () -> new ByteArrayInputStream(bytes))
                    .read(vouchers::add);
            return new Read(file, vouchers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
