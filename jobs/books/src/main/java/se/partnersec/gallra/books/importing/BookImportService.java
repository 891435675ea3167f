package se.partnersec.gallra.books.importing;

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
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.FiscalYearService;
import se.partnersec.gallra.books.sie.SieFile;
import se.partnersec.gallra.books.sie.SieReader;
import se.partnersec.gallra.books.sie.SieSource;
import se.partnersec.gallra.books.voucher.VoucherCounts;
import se.partnersec.gallra.books.voucher.VoucherRepository;
import se.partnersec.gallra.books.voucher.VoucherStaging;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.LegalEntities;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.holds.hold.AuditLog;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Takes finance's books in, whole or not at all: what takes time is done before the gate, and what counts in one transaction
 * that every erasure comes before or after.
 */
public class BookImportService {
    private static final Sentences SENTENCES = Sentences.of("books");
    /** Imports of others that may come between before somebody is told. */
    private static final int TRIES = 5;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final @Nullable BooksMapping billing;
    private final LegalEntities entities;
    private final BookImportRepository imports;

    /** @param sources say where the numbers of invoices are, and whose books there are */
    public BookImportService(JdbcTemplate jdbc, TransactionTemplate transaction, SourceMapping sources) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.billing = sources.books();
        this.entities = sources.entities();
        this.imports = new BookImportRepository(jdbc);
    }

    /** @throws RefusedException naming everything that speaks against it; nothing was changed */
    public ImportReceipt take(Path file, ImportRequest order) {
        if (!Files.isRegularFile(file)) {
            throw RefusedException.usage(SENTENCES.say("importing.there-no-file-check-path", file));
        }
        try {
            return take(String.valueOf(file.getFileName()), SieSource.of(file), order);
        } catch (IOException e) {
            throw RefusedException.usage(SENTENCES.say("importing.cannot-read-check-rights", file, e.getMessage()));
        }
    }

    ImportReceipt take(String name, SieSource content, ImportRequest order) throws IOException {
        SieReader reader = SieReader.of(name, content);
        BookImport earlier = imports.of(reader.sha256());
        if (earlier != null) {
            refuseElsewhere(earlier, order);
            refuseOlder(earlier);
            return ImportReceipt.known(earlier);
        }
        try (VoucherStaging stage = new VoucherStaging(jdbc, billing)) {
            SieFile read = reader.read(stage::add);
            String entity = entity(read, order);
            SieFile file = read.of(entity);
            refuseOthers(file, entity, order);
            stage.send();
            long last = imports.last();
            Books books = new Books(file, entity, stage.id(), new VoucherRepository(jdbc, entity));
            ImportReceipt receipt = preview(books);
            FiscalYearRepository years = new FiscalYearRepository(jdbc);
            refuseShorter(years.all(), receipt.years(), order);
            years.check(after(receipt.years()));
            return order.dryRun() ? receipt : inForce(books, last, receipt, order);
        }
    }

    /** Books of a file on their way in, and the legal entity whose they are. */
    private record Books(SieFile file, String entity, String stage, VoucherRepository register) {}

    /** By the number in the file, which nobody types; another one than was asked for is a file by mistake. */
    private String entity(SieFile file, ImportRequest order) {
        String number = file.orgNo();
        if (!entities.several() || number == null) {
            String chosen = entities.chosen(order.entity());
            entities.named(file.company())
                    .filter(named -> !named.code().equals(chosen))
                    .ifPresent(named -> {
                        throw RefusedException.usage(
                                SENTENCES.say("importing.books-of-another-entity", file.name(), named.code(), chosen));
                    });
            return chosen;
        }
        String numbered = entities.numbered(number)
                .map(LegalEntities.Entity::code)
                .orElseThrow(() -> RefusedException.usage(
                        SENTENCES.say("importing.books-of-no-entity", file.name(), number, entities.codes())));
        if (order.entity() != null && !entities.chosen(order.entity()).equals(numbered)) {
            throw RefusedException.usage(
                    SENTENCES.say("importing.books-of-another-entity", file.name(), numbered, order.entity()));
        }
        return numbered;
    }

    /** The same file a second time changes nothing; it cannot be the books of two. */
    private void refuseElsewhere(BookImport earlier, ImportRequest order) {
        if (order.entity() != null && !entities.chosen(order.entity()).equals(earlier.entity())) {
            throw RefusedException.usage(SENTENCES.say(
                    "importing.imported-for-another-entity", earlier.fileName(), earlier.entity(), order.entity()));
        }
    }

    /** It would leave the vouchers of a newer file in force, while whoever gives an older one wants those back. */
    private void refuseOlder(BookImport earlier) {
        imports.overtaking(earlier).ifPresent(newer -> {
            throw RefusedException.usage(SENTENCES.say("importing.older-than-newest", earlier.fileName(), newer));
        });
    }

    /** Another number is another company, with books and years of its own; a file by mistake could not be taken back. */
    private void refuseOthers(SieFile file, String entity, ImportRequest order) {
        String known = imports.orgNo(entity);
        String given = file.orgNo();
        if (known != null && given == null && order.entity() == null) {
            throw RefusedException.usage(SENTENCES.say("importing.no-number-of-company", file.name(), known));
        }
        if (known != null && given != null && !LegalEntities.digits(known).equals(LegalEntities.digits(given))) {
            throw RefusedException.usage(
                    SENTENCES.say("importing.these-books-those-record-export-books", file.name(), given, known));
        }
    }

    private ImportReceipt preview(Books books) {
        SieFile file = books.file();
        VoucherRepository register = books.register();
        String stage = books.stage();
        return new ImportReceipt(
                null,
                file,
                register.compare(stage, file.vouchers(), file.covered().keySet()),
                FiscalYearChange.between(new FiscalYearRepository(jdbc).all(), file.years()),
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
    private ImportReceipt inForce(Books books, long last, ImportReceipt look, ImportRequest order) {
        SieFile file = books.file();
        long newest = last;
        ImportReceipt seen = look;
        for (int i = 0; i < TRIES; i++) {
            String version = UUID.randomUUID().toString();
            books.register().write(books.stage(), version);
            Map<LocalDate, Long> onRecord = new TreeMap<>();
            file.covered()
                    .keySet()
                    .forEach(start -> onRecord.put(start, books.register().after(books.stage(), start)));
            ImportReceipt done = inForce(books, new Written(version, newest, onRecord), seen, order);
            if (done != null) {
                return done;
            }
            newest = imports.last();
            seen = preview(books);
        }
        throw RefusedException.usage(SENTENCES.say("importing.somebody-else-imports-books-moment-import", file.name()));
    }

    /**
     * Vouchers that count for nothing yet.
     *
     * @param last the newest import they were compared with
     * @param onRecord how many there will be of each year
     */
    private record Written(String version, long last, Map<LocalDate, Long> onRecord) {}

    /** A lost reply to COMMIT is settled by looking for what was to be committed. Null where another import came between. */
    private @Nullable ImportReceipt inForce(Books books, Written written, ImportReceipt seen, ImportRequest order) {
        @Nullable ImportReceipt[] done = new @Nullable ImportReceipt[1];
        try {
            transaction.executeWithoutResult(t -> done[0] = inForceInside(books, written, seen, order));
        } catch (DataAccessException | TransactionException e) {
            if (done[0] == null || imports.of(books.file().sha256()) == null) {
                throw e;
            }
        }
        return done[0];
    }

    private @Nullable ImportReceipt inForceInside(
            Books books, Written written, ImportReceipt seen, ImportRequest order) {
        SieFile file = books.file();
        new ErasureGate(jdbc).advance();
        BookImport earlier = imports.of(file.sha256());
        if (earlier != null) {
            return ImportReceipt.known(earlier);
        }
        if (imports.last() != written.last()) {
            return null;
        }
        FiscalYearRepository years = new FiscalYearRepository(jdbc);
        List<FiscalYear> known = years.all();
        List<FiscalYearChange> changes = FiscalYearChange.between(known, file.years());
        refuseShorter(known, changes, order);
        years.check(after(changes));
        Map<FiscalYear, String> asked = new LinkedHashMap<>();
        new FiscalYearService(jdbc, transaction)
                .enter(after(changes), order.reason())
                .forEach(entered -> {
                    Approval request = entered.asked();
                    if (request != null) {
                        asked.put(entered.year(), request.id());
                    }
                });
        VoucherCounts counts = seen.counts();
        imports.add(file, books.entity(), written.version(), counts, written.onRecord());
        new AuditLog(jdbc)
                .note("books.import", file.name() + " " + file.sha256(), detail(counts, changes, asked, order));
        return new ImportReceipt(null, file, counts, changes, asked, seen.changed(), seen.missing());
    }

    private static String detail(
            VoucherCounts counts, List<FiscalYearChange> changes, Map<FiscalYear, String> asked, ImportRequest order) {
        return counts.fresh() + " new, " + counts.changed() + " changed, " + counts.missing()
                + " missing; fiscal years: "
                + changes.stream()
                        .map(change -> change.after().text()
                                + (asked.containsKey(change.after())
                                        ? " asked for by " + asked.get(change.after())
                                        : ""))
                        .collect(Collectors.joining(", "))
                + (order.acceptShorter() ? "; " + order.reason() : "");
    }

    private static List<FiscalYear> after(List<FiscalYearChange> changes) {
        return changes.stream().map(FiscalYearChange::after).toList();
    }

    /** Fiscal years by which records may go earlier: they need two people, so they are asked for, with a reason. */
    private void refuseShorter(List<FiscalYear> known, List<FiscalYearChange> changes, ImportRequest order) {
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        List<String> shorter = changes.stream()
                .flatMap(change -> Stream.ofNullable(FiscalYearRepository.takesTwo(change.after(), known, today)))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!shorter.isEmpty() && !order.acceptShorter()) {
            shorter.add(SENTENCES.say("importing.needs-two-people-accept-shorter-reason"));
            throw RefusedException.refused(shorter);
        }
    }
}
