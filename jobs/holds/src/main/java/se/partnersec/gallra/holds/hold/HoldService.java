package se.partnersec.gallra.holds.hold;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.DeniedRight;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;

/** Places holds; releases and fiscal years have services of their own, because they may take two people. Each is one gate transaction; who did it is the database login. */
public final class HoldService {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ErasureGate gate;
    private final HoldRepository register;
    private final DatabaseClock clock;
    private final AuditLog audit;
    private final HoldTargets targets;

    /** @param targets whom holds are on as they are placed */
    public HoldService(JdbcTemplate jdbc, TransactionTemplate transaction, HoldTargets targets) {
        this.targets = targets;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.gate = new ErasureGate(jdbc);
        this.register = new HoldRepository(jdbc);
        this.clock = new DatabaseClock(jdbc);
        this.audit = new AuditLog(jdbc);
    }

    /** @throws RefusedException naming what is wrong with it; nothing was written */
    public PlacedHold add(NewHold hold) {
        RefusedException.usageIfAny(hold.problems(today()));
        String uuid = UUID.randomUUID().toString();
        Map<HoldScope, Set<String>> on = targets.of(List.of(hold.scope()));
        settle(() -> transaction.executeWithoutResult(t -> insert(hold, uuid, on)), uuid);
        Long id = jdbc.queryForObject("SELECT id FROM hold WHERE uuid = ?", Long.class, uuid);
        PlacedHold placed = id == null ? null : register.get(id);
        if (placed == null) {
            throw new IllegalStateException("the hold was committed and is not there. Indicates a bug");
        }
        return placed;
    }

    /**
     * The hold as it would stand if it were placed now, without a number; writes nothing.
     *
     * @throws RefusedException naming what is wrong with it
     */
    public PlacedHold preview(NewHold hold) {
        RefusedException.usageIfAny(hold.problems(today()));
        return new PlacedHold(
                new Hold("", hold.type(), clock.now(), hold.until(), null, hold.reviewBy()),
                hold.scope(),
                hold.category(),
                hold.reason(),
                hold.legalBasis(),
                "",
                null,
                null,
                Long.MAX_VALUE,
                targets.of(List.of(hold.scope())).getOrDefault(hold.scope(), Set.of()));
    }

    /** True if an active hold has the same type, scope, category, dates, legal basis and reason. */
    public boolean placed(NewHold hold) {
        return HoldImport.fresh(List.of(hold), register, today()).isEmpty();
    }

    /** Fiscal years, each with the ends it had before, newest first. */
    public Map<FiscalYear, List<LocalDate>> yearsAndEarlierEnds() {
        return new FiscalYearRepository(jdbc).earlierEnds();
    }

    /** Fiscal years in force; empty for a login that may not read them, such as an auditor. */
    public Optional<List<FiscalYear>> readableFiscalYears() {
        try {
            return Optional.of(fiscalYears());
        } catch (DataAccessException e) {
            if (DeniedRight.causes(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public List<FiscalYear> fiscalYears() {
        return new FiscalYearRepository(jdbc).all();
    }

    /**
     * Places all holds of a file in one gate transaction; those that are active already word for word are passed over.
     *
     * @param categories all that a hold may be on
     * @param objections what speaks against placing holds on these; the file is refused if anything does
     * @throws RefusedException naming what is wrong with any of them; nothing was written
     */
    public HoldImport addAll(
            Path file,
            boolean dryRun,
            Collection<DataCategory> categories,
            Function<Collection<HoldScope>, List<String>> objections) {
        LocalDate today = today();
        List<NewHold> wanted = HoldCsvReader.read(file, today, categories);
        RefusedException.usageIfAny(
                objections.apply(wanted.stream().map(NewHold::scope).toList()));
        if (dryRun || wanted.isEmpty()) {
            int fresh = HoldImport.fresh(wanted, register, today).size();
            return new HoldImport(fresh, wanted.size() - fresh);
        }
        HoldImport[] done = {new HoldImport(0, wanted.size())};
        String first = UUID.randomUUID().toString();
        Map<HoldScope, Set<String>> on =
                targets.of(wanted.stream().map(NewHold::scope).toList());
        settle(
                () -> transaction.executeWithoutResult(t -> {
                    gate.advance();
                    List<NewHold> fresh = HoldImport.fresh(wanted, register, today);
                    insert(fresh, first, on);
                    done[0] = new HoldImport(fresh.size(), wanted.size() - fresh.size());
                    audit.note(
                            "hold.import",
                            String.valueOf(file.getFileName()),
                            done[0].placed() + " placed, " + done[0].skipped() + " there already");
                }),
                first);
        return done[0];
    }

    private void insert(NewHold hold, String uuid, Map<HoldScope, Set<String>> on) {
        // First, with its patience: the trigger would wait no longer than other statements do.
        gate.advance();
        insert(List.of(hold), uuid, on);
        audit.note("hold.add", hold.scope().kind().id(), hold.type().name());
    }

    /**
     * Each goes through the gate by the trigger on the table.
     *
     * @param first names the first of them, by which a lost commit is looked for
     * @param on whom each is on; noted first, because nothing is added to a hold that was placed
     */
    private void insert(List<NewHold> holds, String first, Map<HoldScope, Set<String>> on) {
        // Restrictions are what the table takes a hold without a type for, and all that some logins may place.
        boolean typed = holds.stream().anyMatch(hold -> hold.type() != HoldType.RESTRICTION);
        List<@Nullable Object[]> rows = new ArrayList<>();
        List<Object[]> noted = new ArrayList<>();
        for (NewHold hold : holds) {
            DataCategory category = hold.category();
            List<@Nullable Object> row = new ArrayList<>();
            String uuid = rows.isEmpty() ? first : UUID.randomUUID().toString();
            on.getOrDefault(hold.scope(), Set.of()).forEach(key -> noted.add(new Object[] {uuid, key}));
            row.add(uuid);
            row.add(hold.scope().kind().name());
            row.add(hold.scope().key());
            row.add(hold.scope().text());
            row.add(category == null ? null : category.id());
            row.add(hold.until());
            row.add(hold.reviewBy());
            row.add(hold.legalBasis());
            row.add(hold.reason());
            if (typed) {
                row.add(hold.type().name());
            }
            rows.add(row.toArray());
        }
        jdbc.batchUpdate("INSERT INTO hold_target (hold_uuid, target_key) VALUES (?, ?)", noted);
        jdbc.batchUpdate(
                "INSERT INTO hold (uuid, scope_kind, scope_key, scope_text, category, until_on, review_by, legal_basis, reason"
                        + (typed ? ", type" : "") + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?" + (typed ? ", ?)" : ")"),
                rows);
    }

    /** A lost reply to COMMIT is settled by looking, on another connection, for what was to be committed. */
    private void settle(Runnable work, String uuid) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException e) {
            Long n = jdbc.queryForObject("SELECT COUNT(*) FROM hold WHERE uuid = ?", Long.class, uuid);
            if (n == null || n == 0) {
                throw e;
            }
        }
    }

    private LocalDate today() {
        return SwedishCalendar.localDate(clock.now());
    }
}
