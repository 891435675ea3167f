package se.partnersec.gallra.planning.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.approvals.assertion.PasskeyRepository;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerPageReader;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.verify.RestoredRanges;
import se.partnersec.gallra.planning.audit.AuditResult.Breach;
import se.partnersec.gallra.planning.audit.AuditResult.Fault;
import se.partnersec.gallra.planning.audit.AuditResult.Gap;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Compares every record that the ledger says is gone with the holds and the rules that were in force at the step of the gate that its
 * row names. Holds, releases, adopted rules, permits and decisions are tables that the job's account cannot write, and the database
 * numbers them. Step and time of a row are the job's own words; they are compared with what the database noted as the row was written and
 * with the gate's history. The due day of a record is the job's word too, and no table confirms it. Whether rows were altered after they were
 * written is for {@code LedgerVerifier}.
 */
public class LedgerAudit {
    /** Seconds by which clocks may differ. */
    private static final long CLOCKS = 300;
    /** Seconds between the time that a row names and the time at which it is written: longer than any transaction lasts. */
    private static final long TRANSACTION = 3600;

    private static final String OTHERWISE = """
            SELECT seq, stored_epoch, ABS(TIMESTAMPDIFF(SECOND, written_at, stored_at)) FROM ledger_chunk
            WHERE category = ? AND part = ? AND seq >= ? AND kind = 'C'
              AND (stored_epoch <> hold_epoch OR ABS(TIMESTAMPDIFF(SECOND, written_at, stored_at)) > ?)""";

    private final ReadOnlySnapshot database;
    private final AuditRepository records;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;

    /** @param database of an account that may only read */
    public LedgerAudit(DataSource database, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        this.database = new ReadOnlySnapshot(database);
        this.records = new AuditRepository(this.database.jdbc());
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
    }

    /** Audits the rows of one category, or of all, that no earlier audit with a sealed record covers, as of one moment. */
    public AuditResult audit(Optional<DataCategory> only) {
        return database.look(() -> new Audit(records::sealed).of(only));
    }

    /** Audits all rows of one category, or of all, whatever was audited before. */
    public AuditResult auditAll(Optional<DataCategory> only) {
        return database.look(() -> new Audit(chain -> AuditedRows.NONE).of(only));
    }

    /**
     * Writes down how far an audit came without finding anything wrong.
     *
     * @return whether the login may: the account of the reader, and nobody else
     */
    public boolean note(AuditResult result) {
        return records.write(result.audited());
    }

    /**
     * Step and time that the database noted for a row.
     *
     * @param seconds by which the time differs from that of the row
     */
    private record Noted(long epoch, long seconds) {
        boolean otherTime() {
            return seconds > TRANSACTION;
        }
    }

    /** State of one audit. */
    private final class Audit {
        private final JdbcTemplate jdbc = database.jdbc();
        private final Function<LedgerPageReader.Chain, AuditedRows> before;
        private final HoldHistory holds;
        private final RulesAt rules;
        private final TreeMap<Long, Instant> gate = new TreeMap<>();
        private final RestoredRanges restored;
        /** The time before which holds, or requests, may have been removed by {@code gallra runs prune}. */
        private final Map<HousekeepingKind, Instant> pruned = new EnumMap<>(HousekeepingKind.class);

        /** Rows of the chain in hand for which the database noted another step or time than they name. */
        private final Map<Long, Noted> otherwise = new HashMap<>();

        private final Instant now;
        private final Map<DataCategory, Map<String, Long>> granted = new HashMap<>();
        private final Map<DataCategory, Long> permitted = new HashMap<>();
        private final Map<String, HoldsAt> inForce = new HashMap<>();
        private final List<Breach> breaches = new ArrayList<>();
        private final Map<LedgerPageReader.Chain, AuditedRows> audited = new LinkedHashMap<>();
        private long more;
        private AuditTally tally = new AuditTally();
        private @Nullable LedgerRow last;

        Audit(Function<LedgerPageReader.Chain, AuditedRows> before) {
            this.before = before;
            this.holds = HoldHistory.read(jdbc, sources, kinds);
            this.rules = new RulesAt(jdbc);
            this.restored = RestoredRanges.read(jdbc);
            this.now = new DatabaseClock(jdbc).now();
            jdbc.query("SELECT epoch, moved_at FROM gate_log", row -> {
                gate.put(
                        row.getLong(1),
                        DatabaseClock.instant(Objects.requireNonNull(row.getObject(2, LocalDateTime.class))));
            });
            for (HousekeepingKind kind : List.of(HousekeepingKind.HOLDS, HousekeepingKind.REQUESTS)) {
                pruned.put(kind, records.prunedBefore(kind, now));
            }
            grants();
        }

        private boolean removed(HousekeepingKind kind, LedgerRow row) {
            return row.writtenAt().toInstant(ZoneOffset.UTC).isBefore(pruned.getOrDefault(kind, Instant.MIN));
        }

        /** Reads the steps since which a request for a record is granted, and since which a permit lets a category go early. */
        private void grants() {
            jdbc.query(
                    "SELECT i.category, i.record_key, d.epoch FROM request_item i JOIN valid_decision d ON d.uuid = i.decision"
                            + " AND d.decided_by = i.noted_by WHERE d.accepted"
                            + " AND (d.kind = 'ERASURE' OR (d.kind = 'MARKETING' AND i.category = 'marketing-traffic'))",
                    row -> {
                        granted.computeIfAbsent(new DataCategory(row.getString(1)), category -> new HashMap<>())
                                .merge(row.getString(2), row.getLong(3), Math::min);
                    });
            jdbc.query("SELECT category, MIN(epoch) FROM valid_permit GROUP BY category", row -> {
                permitted.put(new DataCategory(row.getString(1)), row.getLong(2));
            });
        }

        AuditResult of(Optional<DataCategory> only) {
            LedgerPageReader pages = new LedgerPageReader(jdbc);
            AuditTally all = new AuditTally();
            long earlier = 0;
            for (LedgerPageReader.Chain chain : pages.chains(only)) {
                AuditedRows known = before.apply(chain);
                earlier += known.tally().rows();
                chain(pages, chain, known);
                all.add(tally);
            }
            List<Long> unsigned = new PasskeyRepository(jdbc, new MaskedTables(jdbc)).unsigned();
            return new AuditResult(all, earlier, List.copyOf(breaches), more, unsigned, Map.copyOf(audited));
        }

        private void chain(LedgerPageReader pages, LedgerPageReader.Chain chain, AuditedRows known) {
            tally = known.tally().copy();
            last = null;
            long found = breaches.size() + more;
            otherwise.clear();
            jdbc.query(
                    OTHERWISE,
                    row -> {
                        otherwise.put(row.getLong(1), new Noted(row.getLong(2), row.getLong(3)));
                    },
                    chain.category(),
                    chain.part(),
                    known.to(),
                    TRANSACTION);
            pages.from(chain, known.to(), stored -> {
                if (known.tally().rows() > 0 && stored.row().seq() == known.to()) {
                    last = stored.closes() ? null : stored.row();
                    return;
                }
                tally.row();
                if (!stored.closes()) {
                    row(chain, stored.row());
                }
                // A row that is not committed yet leaves a gap: what comes after it is not written down as audited.
                if (breaches.size() + more == found && stored.row().seq() == tally.rows()) {
                    audited.put(chain, new AuditedRows(stored.row().seq(), stored.hash(), tally.copy()));
                }
            });
        }

        private void row(LedgerPageReader.Chain chain, LedgerRow row) {
            List<LedgerItem.Codec.Read> read;
            try {
                read = LedgerItem.Codec.read(row.items());
            } catch (IllegalArgumentException e) {
                breach(row, null, Fault.UNREADABLE, "");
                return;
            }
            tally.records(read.size());
            if (read.isEmpty()) {
                return;
            }
            EnumSet<Gap> ofRow = EnumSet.noneOf(Gap.class);
            boolean placed = placed(chain, row, ofRow);
            boolean sound = adopted(row, ofRow) && placed;
            DataCategory category = DataCategory.parse(row.category())
                    .filter(each -> sources.tables().containsKey(each))
                    .orElse(null);
            for (LedgerItem.Codec.Read item : read) {
                Set<Gap> ofItem = EnumSet.copyOf(ofRow);
                boolean fine = category == null ? unknown(ofItem) : record(row, category, item, ofItem);
                if (fine && sound) {
                    tally.evaluated(ofItem);
                }
            }
        }

        private boolean unknown(Set<Gap> gaps) {
            gaps.add(Gap.UNKNOWN_CATEGORY);
            return true;
        }

        /** Checks step and time of a row: against the history of the gate, the row before it, and the clock of the database. */
        private boolean placed(LedgerPageReader.Chain chain, LedgerRow row, Set<Gap> gaps) {
            if (restored.holds(chain, row.seq())) {
                gaps.add(Gap.RESTORED);
                return true;
            }
            LedgerRow earlier = last;
            last = row;
            Noted noted = otherwise.get(row.seq());
            if (noted != null) {
                boolean otherEpoch = noted.epoch() != row.holdEpoch();
                if (noted.epoch() > row.holdEpoch() && !noted.otherTime() && partitioned(row)) {
                    gaps.add(Gap.PARTITION);
                    return true;
                }
                breach(
                        row,
                        null,
                        otherEpoch ? Fault.OTHER_EPOCH : Fault.OTHER_TIME,
                        otherEpoch ? Long.toString(row.holdEpoch()) : row.writtenAt() + "Z");
                return false;
            }
            Instant written = row.writtenAt().toInstant(ZoneOffset.UTC);
            Instant began = gate.get(row.holdEpoch());
            Map.Entry<Long, Instant> next = gate.higherEntry(row.holdEpoch());
            if (began == null
                    || written.plusSeconds(CLOCKS).isBefore(began)
                    || next != null && written.minusSeconds(CLOCKS).isAfter(next.getValue())
                    || earlier != null && row.holdEpoch() < earlier.holdEpoch()) {
                breach(row, null, Fault.OTHER_EPOCH, Long.toString(row.holdEpoch()));
                return false;
            }
            if (written.minusSeconds(CLOCKS).isAfter(now)
                    || earlier != null && row.writtenAt().plusSeconds(CLOCKS).isBefore(earlier.writtenAt())) {
                breach(row, null, Fault.OTHER_TIME, row.writtenAt() + "Z");
                return false;
            }
            return true;
        }

        /** A partition goes by the step at which it was said to go, and is written down in a later transaction. */
        private boolean partitioned(LedgerRow row) {
            return DataCategory.parse(row.category())
                    .map(sources.tables()::get)
                    .filter(source -> source.staged() != null)
                    .isPresent();
        }

        private boolean adopted(LedgerRow row, Set<Gap> gaps) {
            if (rules.nobody()) {
                gaps.add(Gap.SINGLE);
                return true;
            }
            RulesInForce.Adoption adoption = rules.at(row.holdEpoch()).orElse(null);
            if (adoption == null) {
                breach(row, null, Fault.NO_RULES, "");
                return false;
            }
            if (!adoption.rules().equals(row.policy())) {
                breach(row, null, Fault.OTHER_RULES, adoption.id());
                return false;
            }
            return true;
        }

        /** @return whether nothing is wrong with it */
        private boolean record(LedgerRow row, DataCategory category, LedgerItem.Codec.Read item, Set<Gap> gaps) {
            LocalDate day = SwedishCalendar.localDate(row.writtenAt().toInstant(ZoneOffset.UTC));
            if (item.outcome() == Outcome.OBJECT_ONLY) {
                gaps.add(Gap.OBJECT_FIRST);
                return true;
            }
            HoldsAt then = holdsAt(category, row.holdEpoch(), day);
            Optional<HoldHistory.Held> held = then.covering(item);
            if (held.isPresent()) {
                breach(row, item, Fault.HELD, held.get().name());
                return false;
            }
            gaps.addAll(then.gaps());
            if (removed(HousekeepingKind.HOLDS, row)) {
                gaps.add(Gap.PRUNED);
            }
            return due(row, category, item, day, gaps);
        }

        private boolean due(
                LedgerRow row, DataCategory category, LedgerItem.Codec.Read item, LocalDate day, Set<Gap> gaps) {
            LocalDate due = item.start();
            if ((due == null || due.isAfter(day)) && !granted(category, item, row.holdEpoch())) {
                if (permitted.getOrDefault(category, Long.MAX_VALUE) <= row.holdEpoch()) {
                    gaps.add(Gap.PERMIT);
                } else if (removed(HousekeepingKind.REQUESTS, row)) {
                    gaps.add(Gap.PRUNED);
                } else if (due == null) {
                    gaps.add(Gap.NO_DAY);
                } else {
                    breach(row, item, Fault.NOT_DUE, due.toString());
                    return false;
                }
            }
            return true;
        }

        private boolean granted(DataCategory category, LedgerItem.Codec.Read item, long epoch) {
            return item.key() != null
                    && granted.getOrDefault(category, Map.of())
                                    .getOrDefault(
                                            Objects.requireNonNull(item.key()).text(), Long.MAX_VALUE)
                            <= epoch;
        }

        private HoldsAt holdsAt(DataCategory category, long epoch, LocalDate day) {
            CategoryMapping source = sources.table(category);
            return inForce.computeIfAbsent(
                    category + " " + epoch + " " + day,
                    key -> HoldsAt.of(holds, source, sources, kinds, tags, epoch, day));
        }

        private void breach(LedgerRow row, LedgerItem.Codec.@Nullable Read item, Fault fault, String by) {
            if (breaches.size() == AuditResult.MOST) {
                more++;
                return;
            }
            String record = "";
            if (item != null) {
                byte[] tag = item.tag();
                record = row.category() + ":"
                        + (tag == null
                                ? Objects.requireNonNull(item.key()).text()
                                : HexFormat.of().formatHex(tag));
            }
            breaches.add(new Breach(row.category(), row.part(), row.seq(), record, fault, by));
        }
    }
}
