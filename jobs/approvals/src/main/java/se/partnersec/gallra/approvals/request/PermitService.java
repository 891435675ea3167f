package se.partnersec.gallra.approvals.request;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.holds.hold.AuditLog;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.hold.KeptRangeInvalidation;
import se.partnersec.gallra.holds.permit.PermitRepository;
import se.partnersec.gallra.holds.permit.PlacedPermit;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Enters, approves and takes back permits to destroy accounting information early (BFL 7 kap. 7 §). Each is one gate
 * transaction; who did it is the database login, written by the database and not by us. It takes two of them.
 */
public final class PermitService {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    /** The kind of requests for them; each is about the uuid of its permit. */
    private static final String KIND = "PERMIT";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Set<DataCategory> keptByBooks;
    private final ErasureGate gate;
    private final ApprovalService approvals;
    private final PermitRepository register;
    private final AuditLog audit;

    /** @param keptByBooks the categories that the Bookkeeping Act can keep */
    public PermitService(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            SourceMapping sources,
            KeyTypes kinds,
            Set<DataCategory> keptByBooks) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sources = sources;
        this.kinds = kinds;
        this.keptByBooks = Set.copyOf(keptByBooks);
        this.gate = new ErasureGate(jdbc);
        this.approvals = new ApprovalService(jdbc, transaction, ApprovalService.OPEN_DAYS);
        this.register = new PermitRepository(jdbc, new MaskedTables(jdbc));
        this.audit = new AuditLog(jdbc);
    }

    public List<PlacedPermit> list(boolean withdrawnToo, int limit) {
        return register.list(withdrawnToo, limit);
    }

    /** Those that somebody else still has to approve, newest first. */
    public List<PlacedPermit> waiting(int limit) {
        return register.waiting(limit);
    }

    /**
     * Enters a permit; it has no effect before somebody else approves it.
     *
     * @throws RefusedException naming all that is wrong with it; nothing was written
     */
    public PlacedPermit add(NewPermit permit) {
        RefusedException.usageIfAny(permit.problems(keptByBooks, new FiscalYearRepository(jdbc).all()));
        RecordKey key = permit.recordKey() == null ? null : record(permit.category(), permit.recordKey());
        String uuid = UUID.randomUUID().toString();
        try {
            transaction.executeWithoutResult(t -> insert(permit, key, uuid));
        } catch (DataAccessException | TransactionException e) {
            // A lost reply to COMMIT is settled by looking, on another connection, for what was to be committed.
            if (number(uuid) == null) {
                throw e;
            }
        }
        return get(Objects.requireNonNull(number(uuid), "the permit was committed and is not there. Indicates a bug"));
    }

    private void insert(NewPermit permit, @Nullable RecordKey key, String uuid) {
        gate.advance();
        Object number = key != null && key.codable() ? key.bind() : null;
        String reference = permit.reference().strip();
        long request = approvals.ask(uuid, KIND, uuid, terms(permit, reference, key, number), permit.reason());
        jdbc.update(
                "INSERT INTO permit (uuid, request_id, permit_ref, category, record_key, number, year_end, entity, allowed_from, reason)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                uuid,
                request,
                reference,
                permit.category().id(),
                key == null ? null : key.text(),
                number,
                permit.yearEnd(),
                permit.entity(),
                permit.allowedFrom(),
                permit.reason());
        audit.note("permit.add", "P-" + number(uuid), permit.reference() + "; " + permit.reason());
    }

    /** All that is permitted, as the view {@code valid_permit} compares it with the row. */
    private String terms(NewPermit permit, String reference, @Nullable RecordKey key, @Nullable Object number) {
        String all = String.join(
                "\n",
                reference,
                permit.category().id(),
                key == null ? "" : key.text(),
                number == null ? "" : number.toString(),
                permit.yearEnd() == null ? "" : permit.yearEnd().toString(),
                permit.entity() == null ? "" : permit.entity(),
                permit.allowedFrom().toString(),
                permit.reason());
        return "content=" + jdbc.queryForObject("SELECT SHA2(?, 256)", String.class, all);
    }

    /** @throws RefusedException if there is none, it was approved or withdrawn before, or the same person entered it */
    public PlacedPermit approve(long number) {
        change(number, placed -> {
            String requestedBy = placed.permit().requestedBy();
            String me = String.valueOf(jdbc.queryForObject("SELECT CURRENT_USER()", String.class));
            if (DestructionPermit.samePerson(me, requestedBy)) {
                throw RefusedException.usage(
                        SENTENCES.say("request.permit-p-entered-which-login-session", number, requestedBy));
            }
            if (placed.approvedAt() != null) {
                throw RefusedException.usage(SENTENCES.say(
                        "request.permit-p-approved-already",
                        number,
                        placed.permit().approvedBy()));
            }
            approvals.approve(placed.request(), KIND);
            new KeptRangeInvalidation(jdbc).permitted(placed.category());
            audit.note("permit.approve", "P-" + number, placed.permit().reference());
        });
        return get(number);
    }

    /** @throws RefusedException if there is none, it was withdrawn before, or there is no reason; nothing was written */
    public PlacedPermit withdraw(long number, String reason) {
        VisibleText.require(SENTENCES.say("request.reason"), reason);
        if (reason.isBlank() || reason.length() > 1000) {
            throw RefusedException.usage(SENTENCES.say("request.withdrawal-needs-reason-1-1000-characters"));
        }
        change(number, placed -> {
            jdbc.update("INSERT INTO approval_end (request_id, reason) VALUES (?, ?)", placed.request(), reason);
            audit.note("permit.withdraw", "P-" + number, reason);
        });
        return get(number);
    }

    private interface Change {
        void of(PlacedPermit placed);
    }

    private void change(long number, Change change) {
        transaction.executeWithoutResult(t -> {
            gate.advance();
            PlacedPermit placed = register.get(number);
            if (placed == null) {
                throw RefusedException.usage(SENTENCES.say("request.there-no-permit-p-see-gallra", number));
            }
            if (placed.permit().withdrawn()) {
                throw RefusedException.usage(
                        SENTENCES.say("request.permit-p-withdrawn-stays-so-enter", number, placed.withdrawnBy()));
            }
            change.of(placed);
        });
    }

    /** The record's key as the database spells it. */
    private RecordKey record(DataCategory category, String text) {
        CategoryMapping source = sources.tables().get(category);
        if (source == null) {
            throw RefusedException.usage(
                    SENTENCES.say("request.category-not-mapped-so-no-record", category, sources.file()));
        }
        TableMapping table = source.record();
        boolean numeric = kinds.numeric(table);
        List<RecordKey> found = !numeric || text.matches("-?[0-9]{1,20}")
                ? jdbc.query(
                        "SELECT `" + table.key() + "` FROM " + table.quoted() + " WHERE `" + table.key() + "` = ?",
                        (row, i) -> new RecordKey(row.getString(1), numeric),
                        new RecordKey(text, numeric).bind())
                : List.of();
        if (found.isEmpty()) {
            throw RefusedException.usage(SENTENCES.say("request.there-no-record-give-key-row", category, text));
        }
        return found.get(0);
    }

    private @Nullable Long number(String uuid) {
        return jdbc.queryForList("SELECT id FROM permit WHERE uuid = ?", Long.class, uuid).stream()
                .findFirst()
                .orElse(null);
    }

    private PlacedPermit get(long number) {
        return Objects.requireNonNull(register.get(number), "a permit never vanishes. Indicates a bug");
    }
}
