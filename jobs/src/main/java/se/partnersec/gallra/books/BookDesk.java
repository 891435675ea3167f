package se.partnersec.gallra.books;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approval.Approval;
import se.partnersec.gallra.approval.YearDesk;
import se.partnersec.gallra.hold.Audit;
import se.partnersec.gallra.hold.FiscalYears;
import se.partnersec.gallra.hold.Gate;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.SwedishCalendar;
import se.partnersec.gallra.store.BooksMapping;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.support.RefusedException;

/**
 * Takes finance's books in, whole or not at all: what takes time is done before the gate, and what counts in one transaction
 * that every erasure comes before or after.
 */
public final class BookDesk {
    /** Imports of others that may come between before somebody is told. */
    private static final int TRIES = 5;

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
            long last = imports.last();
            ImportReceipt receipt = preview(file, stage.id());
            FiscalYears years = new FiscalYears(jdbc);
            refuseShorter(years.all(), receipt.years(), order);
            years.check(after(receipt.years()));
            return order.dryRun() ? receipt : inForce(file, stage.id(), last, receipt, order);
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
                Map.of(),
                register.changed(stage),
                file.covered().keySet().stream()
                        .sorted()
                        .flatMap(start -> register.missing(stage, start).stream())
                        .toList());
    }

    /**
     * The vouchers are written outside the gate and counted for what is in force then; where somebody else's import came
     * between, once more.
     *
     * @param last the newest import before the look
     */
    private ImportReceipt inForce(SieFile file, String stage, long last, ImportReceipt look, ImportOrder order) {
        long newest = last;
        ImportReceipt seen = look;
        for (int i = 0; i < TRIES; i++) {
            String version = UUID.randomUUID().toString();
            register.write(stage, version);
            Map<LocalDate, Long> onRecord = new TreeMap<>();
            file.covered().keySet().forEach(start -> onRecord.put(start, register.after(stage, start)));
            ImportReceipt done = inForce(file, new Written(version, newest, onRecord), seen, order);
            if (done != null) {
                return done;
            }
            newest = imports.last();
            seen = preview(file, stage);
        }
        throw RefusedException.usage(file.name() + ": somebody else imports books at this moment: import it again");
    }

    /**
     * Vouchers that count for nothing yet.
     *
     * @param last the newest import they were compared with
     * @param onRecord how many there will be of each year
     */
    private record Written(String version, long last, Map<LocalDate, Long> onRecord) {}

    /** A lost reply to COMMIT is settled by looking for what was to be committed. Null where another import came between. */
    private @Nullable ImportReceipt inForce(SieFile file, Written written, ImportReceipt seen, ImportOrder order) {
        @Nullable ImportReceipt[] done = new @Nullable ImportReceipt[1];
        try {
            transaction.executeWithoutResult(t -> done[0] = inForceInside(file, written, seen, order));
        } catch (DataAccessException | TransactionException e) {
            if (done[0] == null || imports.of(file.sha256()) == null) {
                throw e;
            }
        }
        return done[0];
    }

    private @Nullable ImportReceipt inForceInside(
            SieFile file, Written written, ImportReceipt seen, ImportOrder order) {
        new Gate(jdbc).advance();
        BookImport earlier = imports.of(file.sha256());
        if (earlier != null) {
            return ImportReceipt.known(earlier);
        }
        if (imports.last() != written.last()) {
            return null;
        }
        FiscalYears years = new FiscalYears(jdbc);
        List<FiscalYear> known = years.all();
        List<YearChange> changes = YearChange.between(known, file.years());
        refuseShorter(known, changes, order);
        years.check(after(changes));
        Map<FiscalYear, String> asked = new LinkedHashMap<>();
        new YearDesk(jdbc, transaction).enter(after(changes), order.reason()).forEach(entered -> {
            Approval request = entered.asked();
            if (request != null) {
                asked.put(entered.year(), request.id());
            }
        });
        VoucherCounts counts = seen.counts();
        imports.add(file, written.version(), counts, written.onRecord());
        new Audit(jdbc).note("books.import", file.name() + " " + file.sha256(), detail(counts, changes, asked, order));
        return new ImportReceipt(null, file, counts, changes, asked, seen.changed(), seen.missing());
    }

    private static String detail(
            VoucherCounts counts, List<YearChange> changes, Map<FiscalYear, String> asked, ImportOrder order) {
        return counts.fresh() + " new, " + counts.changed() + " changed, " + counts.missing()
                + " missing; fiscal years: "
                + changes.stream()
                        .map(change -> SieYears.text(change.after())
                                + (asked.containsKey(change.after())
                                        ? " asked for by " + asked.get(change.after())
                                        : ""))
                        .collect(Collectors.joining(", "))
                + (order.acceptShorter() ? "; " + order.reason() : "");
    }

    private static List<FiscalYear> after(List<YearChange> changes) {
        return changes.stream().map(YearChange::after).toList();
    }

    /** What would let something go earlier takes two people, so it is asked for, and not without a word. */
    private void refuseShorter(List<FiscalYear> known, List<YearChange> changes, ImportOrder order) {
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        List<String> shorter = changes.stream()
                .flatMap(change -> Stream.ofNullable(FiscalYears.takesTwo(change.after(), known, today)))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!shorter.isEmpty() && !order.acceptShorter()) {
            shorter.add("that takes two people: --accept-shorter with --reason asks for it; nothing was changed");
            throw RefusedException.refused(shorter);
        }
    }
}
