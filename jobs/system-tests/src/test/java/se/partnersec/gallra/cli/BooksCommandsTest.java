package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.books.importing.BookImport;
import se.partnersec.gallra.books.importing.FiscalYearChange;
import se.partnersec.gallra.books.importing.ImportReceipt;
import se.partnersec.gallra.books.importing.ImportRequest;
import se.partnersec.gallra.books.reconcile.Difference;
import se.partnersec.gallra.books.reconcile.Difference.Kind;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.books.reconcile.SeriesSum;
import se.partnersec.gallra.books.reconcile.SignOff;
import se.partnersec.gallra.books.sie.SieFile;
import se.partnersec.gallra.books.voucher.VoucherCounts;
import se.partnersec.gallra.policy.fact.FiscalYear;

/** What the commands about the books say, in both languages and to programs. */
class BooksCommandsTest {
    private static final FiscalYear YEAR = new FiscalYear(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31));
    private static final BookImport EARLIER =
            new BookImport(1, "main", "x", "bok.se", null, Instant.parse("2026-11-23T23:30:00Z"), "gallra_finance@%");

    private @Nullable SignOff signed;
    private final ScriptedServices services = new ScriptedServices();

    private static ImportReceipt receipt() {
        SieFile file = new SieFile(
                "bok.se",
                "x",
                "Påhittade AB",
                null,
                LocalDate.of(2026, 11, 24),
                List.of(YEAR),
                Map.of(YEAR.start(), 1203L));
        FiscalYear longer = new FiscalYear(YEAR.start(), LocalDate.of(2027, 4, 30));
        FiscalYear old = new FiscalYear(LocalDate.of(2010, 1, 1), LocalDate.of(2010, 12, 31));
        return new ImportReceipt(
                null,
                file,
                new VoucherCounts(1200, 2, 1, 4),
                List.of(
                        new FiscalYearChange(null, YEAR),
                        new FiscalYearChange(longer, YEAR),
                        new FiscalYearChange(null, old)),
                Map.of(old, "A-7"),
                List.of("A 7 2026-02-03"),
                List.of());
    }

    private ImportRequest asked(String... typed) {
        ImportRequest[] order = new ImportRequest[1];
        services.on("importBooks", args -> {
            assertThat(args[0]).isEqualTo(Path.of("bok.se"));
            order[0] = (ImportRequest) Objects.requireNonNull(args[1]);
            return receipt();
        });
        assertThat(Typed.command(services, typed).exit()).isZero();
        return Objects.requireNonNull(order[0]);
    }

    @Test
    void passes_on_how_the_import_is_wanted() {
        assertThat(asked("holds", "import", "--sie", "bok.se")).isEqualTo(new ImportRequest(false, false, null, null));
        assertThat(asked(
                        "holds",
                        "import",
                        "--sie",
                        "bok.se",
                        "--dry-run",
                        "--accept-shorter",
                        "--reason",
                        "omläggning"))
                .isEqualTo(new ImportRequest(true, true, "omläggning", null));
    }

    @Test
    void says_what_an_import_changed() {
        services.on("importBooks", args -> receipt());

        assertThat(Typed.command(services, "holds", "import", "--sie", "bok.se").out())
                .contains("Imported bok.se   Påhittade AB (-)   2026-11-24")
                .contains("1 203")
                .contains(
                        "Fiscal year 2026-01-01..2026-12-31 is new; its accounting information is kept through 2033-12-31.")
                .contains("kept through 2033-12-31, before through 2034-12-31.")
                .contains("A-7: fiscal year 2010-01-01..2010-12-31 is to be recorded", "gallra approvals approve A-7")
                .contains("Changed since the last import: A 7 2026-02-03")
                .doesNotContain("not in this file");
        assertThat(Typed.command(services, "holds", "import", "--sie", "bok.se", "--dry-run", "--lang", "sv")
                        .out())
                .contains("Ingenting ändras. bok.se skulle läsas in", "Räkenskapsåret 2026-01-01..2026-12-31 är nytt");
        assertThat(Typed.command(services, "holds", "import", "--sie", "bok.se", "--plain")
                        .out())
                .isEqualTo("Vouchers\tNew\tChanged\tUnchanged\tMissing\n1203\t1200\t2\t1\t4\n");
    }

    @Test
    void says_that_a_file_was_imported_before() {
        services.on(
                "importBooks",
                args -> new ImportReceipt(
                        EARLIER, null, new VoucherCounts(0, 0, 0, 0), List.of(), Map.of(), List.of(), List.of()));

        Typed answer = Typed.command(services, "holds", "import", "--sie", "bok.se");

        assertThat(answer.exit()).isZero();
        assertThat(answer.out())
                .contains("This file was imported on 2026-11-24 00:30 UTC+1 as bok.se by gallra_finance@%");
    }

    /** Signs at once, as if somebody else approved in that moment, and remembers the last signature. */
    private void signs() {
        services.on("signOff", args -> Optional.ofNullable(signed));
        services.on("askToSign", args -> {
            Reconciliation found = (Reconciliation) Objects.requireNonNull(args[0]);
            signed = new SignOff(
                    3,
                    found.contentHash(),
                    found.differences(),
                    String.valueOf(args[1]),
                    Instant.parse("2026-11-23T23:30:00Z"),
                    "anna@%",
                    "bo@%");
            return 3L;
        });
    }

    @Test
    void a_signature_is_of_what_was_found_and_of_nothing_else() {
        reconciles(EARLIER);
        assertThat(Typed.command(services, "holds", "reconcile").err()).contains("No comparison has been signed yet");
        Typed unnoted = Typed.command(services, "holds", "reconcile", "--sign-off");
        assertThat(unnoted.exit()).isEqualTo(2);
        assertThat(signed).isNull();

        Typed signed = Typed.command(services, "holds", "reconcile", "--sign-off", "--note", "Sett, å ä ö");
        assertThat(signed.exit()).isZero();
        assertThat(signed.out()).contains("gallra approvals approve A-3");
        assertThat(signed.err())
                .contains("Signed off, A-3, by anna@% and bo@% 2026-11-24 00:30 UTC+1 (differences: 0): Sett, å ä ö");

        services.on(
                "reconcile",
                args -> new Reconciliation(
                        Map.of("main", EARLIER), List.of(), Map.of(), List.of(), 0, "cd".repeat(32)));
        assertThat(Typed.command(services, "holds", "reconcile", "--lang", "sv").err())
                .contains("ÄNDRAD SEDAN attesten, A-3, av anna@% och bo@%");
    }

    private void reconciles(@Nullable BookImport newest, Difference... found) {
        Map<Kind, Long> counts = new java.util.EnumMap<>(Kind.class);
        List.of(found).forEach(d -> counts.merge(d.kind(), 1L, Long::sum));
        services.on(
                "reconcile",
                args -> new Reconciliation(
                        newest == null ? Map.of() : Map.of("main", newest),
                        List.of(found),
                        counts,
                        List.of(new SeriesSum("main", YEAR, "A", 2, 123_450, 1, 1_123_400)),
                        4,
                        "ab".repeat(32)));
        signs();
    }

    @Test
    void says_where_billing_and_the_books_differ_and_ends_with_10() {
        LocalDate day = LocalDate.of(2026, 2, 3);
        reconciles(
                EARLIER,
                new Difference(Kind.SUM_DIFFERS, "main", "A 4", "F2026-4", day, day, 123_450L, 1_123_400L, null),
                new Difference(
                        Kind.KEPT_TOO_LONG,
                        "main",
                        "A 5",
                        "F2017-5",
                        LocalDate.of(2017, 5, 1),
                        null,
                        5L,
                        null,
                        LocalDate.of(2024, 12, 31)),
                new Difference(Kind.MISSING_IN_BILLING, "main", "A 6", null, null, day, null, 100L, null));

        Typed answer = Typed.command(services, "holds", "reconcile");

        assertThat(answer.exit()).isEqualTo(10);
        assertThat(answer.err()).contains("Newest import of the books: bok.se, imported 2026-11-24 00:30 UTC+1.");
        assertThat(answer.out())
                .containsPattern("the sum differs +A 4 +F2026-4 +2026-02-03 1 234.50 +2026-02-03 11 234.00")
                .containsPattern("kept beyond the last day +A 5 +F2017-5 +2017-05-01 0.05 +kept through 2024-12-31")
                .containsPattern("missing in billing +A 6 +- +- +2026-02-03 1.00")
                .containsPattern("2026-01-01..2026-12-31 +A +2 +1 234.50 +1 +11 234.00 +9 999.50")
                .contains("BILLING AND BOOKS DIFFER. Differences: 3.")
                .contains("Up to 4 of those missing in billing were destroyed by Skatteverket's permit");
        assertThat(Typed.command(services, "holds", "reconcile", "--lang", "sv").out())
                .contains("summan skiljer sig", "FAKTURERING OCH BOKFÖRING SKILJER SIG. Avvikelser: 3.");
        assertThat(Typed.command(services, "holds", "reconcile", "--plain").out())
                .contains("the sum differs\tA 4\tF2026-4\t2026-02-03 1234.50\t2026-02-03 11234.00\n")
                .contains("2026-01-01..2026-12-31\tA\t2\t1234.50\t1\t11234.00\t9999.50\n")
                .doesNotContain("places");
    }

    @Test
    void says_that_they_agree_and_ends_with_0() {
        reconciles(null);

        Typed answer = Typed.command(services, "holds", "reconcile");

        assertThat(answer.exit()).isZero();
        assertThat(answer.err()).contains("No books were imported yet: gallra holds import --sie FILE");
        assertThat(answer.out()).contains("Billing and the books agree.").doesNotContain("permit");
    }
}
