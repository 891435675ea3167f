package se.partnersec.gallra.books;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.hold.Audit;
import se.partnersec.gallra.hold.FiscalYears;
import se.partnersec.gallra.hold.Gate;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.store.BooksMapping;
import se.partnersec.gallra.support.RefusedException;

/**
 * Takes finance's books in, whole or not at all: what takes time is done before the gate, and what counts in one transaction
 * that every erasure comes before or after.
 */
public final class BookDesk {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final @Nullable BooksMapping billing;
    private final BookImports imports;
    private final VoucherRegister register;

    /** @param billing where the numbers of invoices are; null where nobody said */
    public BookDesk(JdbcTemplate jdbc, TransactionTemplate transaction, @Nullable BooksMapping billing) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.billing = billing;
        this.imports = new BookImports(jdbc);
        this.register = new VoucherRegister(jdbc);
    }

    /** @throws RefusedException naming everything that speaks against it; nothing was changed */
    public ImportReceipt take(Path file, ImportOrder order) {
        if (!Files.isRegularFile(file)) {
            throw RefusedException.usage("there is no file " + file + ": check the path");
        }
        try {
            return take(String.valueOf(file.getFileName()), SieContent.of(file), order);
        } catch (IOException e) {
            throw RefusedException.usage(file + " cannot be read (" + e.getMessage() + "): check it and its rights");
        }
    }

    ImportReceipt take(String name, SieContent content, ImportOrder order) throws IOException {
        SieReader reader = SieReader.of(name, content);
        BookImport earlier = imports.of(reader.sha256());
        if (earlier != null) {
            return ImportReceipt.known(earlier);
        }
        try (VoucherStage stage = new VoucherStage(jdbc, billing)) {
            SieFile file = reader.read(stage::add);
            refuseOthers(file);
            stage.send();
            ImportReceipt receipt = preview(file, stage.id());
            if (order.dryRun()) {
                FiscalYears years = new FiscalYears(jdbc);
                refuseShorter(years.all(), receipt.years(), order);
                years.check(after(receipt.years()));
                return receipt;
            }
            return flip(file, stage.id(), receipt, order);
        }
    }

    /** Another number is another company, with books and years of its own; a file by mistake could not be taken back. */
    private void refuseOthers(SieFile file) {
        String known = imports.orgNo();
        String given = file.orgNo();
        if (known != null && given != null && !digits(known).equals(digits(given))) {
            throw RefusedException.usage(file.name() + ": these are the books of " + given
                    + ", and those on record are of " + known + ": export the books of the right company");
        }
    }

    /** Without what comes before the ten digits in some files. */
    private static String digits(String orgNo) {
        String digits = orgNo.replaceAll("[^0-9]", "");
        return digits.substring(Math.max(0, digits.length() - 10));
    }

    private ImportReceipt preview(SieFile file, String stage) {
        return new ImportReceipt(
                null,
                file,
                register.compare(stage, file.vouchers(), file.covered().keySet()),
                YearChange.between(new FiscalYears(jdbc).all(), file.years()),
                register.changed(stage),
                file.covered().keySet().stream()
                        .sorted()
                        .flatMap(start -> register.missing(stage, start).stream())
                        .toList());
    }

    /** A lost reply to COMMIT is settled by looking for what was to be committed. */
    private ImportReceipt flip(SieFile file, String stage, ImportReceipt preview, ImportOrder order) {
        ImportReceipt[] done = new ImportReceipt[1];
        try {
            transaction.executeWithoutResult(t -> done[0] = flipInside(file, stage, preview, order));
        } catch (DataAccessException | TransactionException e) {
            if (done[0] == null || imports.of(file.sha256()) == null) {
                throw e;
            }
        }
        return done[0];
    }

    private ImportReceipt flipInside(SieFile file, String stage, ImportReceipt preview, ImportOrder order) {
        long epoch = new Gate(jdbc).advance();
        BookImport earlier = imports.of(file.sha256());
        if (earlier != null) {
            return ImportReceipt.known(earlier);
        }
        FiscalYears years = new FiscalYears(jdbc);
        List<FiscalYear> known = years.all();
        List<YearChange> changes = YearChange.between(known, file.years());
        refuseShorter(known, changes, order);
        years.enter(after(changes), epoch);
        VoucherRegister.Flipped flipped = register.flip(stage, epoch);
        Map<LocalDate, Long> onRecord = new TreeMap<>();
        file.covered().keySet().forEach(start -> onRecord.put(start, register.known(start)));
        long all = onRecord.values().stream().mapToLong(Long::longValue).sum();
        VoucherCounts counts = new VoucherCounts(
                flipped.fresh(),
                flipped.changed(),
                file.vouchers() - flipped.fresh() - flipped.changed(),
                all - file.vouchers());
        imports.add(file, counts, onRecord, epoch);
        new Audit(jdbc).note("books.import", file.name() + " " + file.sha256(), detail(counts, changes, order));
        return new ImportReceipt(null, file, counts, changes, preview.changed(), preview.missing());
    }

    private static String detail(VoucherCounts counts, List<YearChange> changes, ImportOrder order) {
        return counts.fresh() + " new, " + counts.changed() + " changed, " + counts.missing()
                + " missing; fiscal years: "
                + changes.stream().map(change -> SieYears.text(change.after())).collect(Collectors.joining(", "))
                + (order.acceptShorter() ? "; shorter accepted: " + order.reason() : "");
    }

    private static List<FiscalYear> after(List<YearChange> changes) {
        return changes.stream().map(YearChange::after).toList();
    }

    private static void refuseShorter(List<FiscalYear> known, List<YearChange> changes, ImportOrder order) {
        List<String> shorter = YearChange.shorter(known, changes);
        if (!shorter.isEmpty() && !order.acceptShorter()) {
            shorter.add("if that is right: --accept-shorter with --reason; nothing was changed");
            throw RefusedException.refused(shorter);
        }
    }
}
