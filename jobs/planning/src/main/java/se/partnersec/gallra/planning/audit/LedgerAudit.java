package se.partnersec.gallra.planning.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerPageReader;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.audit.AuditResult.Breach;
import se.partnersec.gallra.planning.audit.AuditResult.Fault;
import se.partnersec.gallra.planning.audit.AuditResult.Gap;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Holds every record that the ledger says is gone against the holds and the rules that were in force at its step of the gate. It
 * believes nothing that the job's account may write but the row itself: holds, releases, adopted rules, permits and decisions are
 * others', and their order is the database's. That the rows are as they were written is the verifier's to say.
 */
public class LedgerAudit {
    private static final long CLOCKS = 300;

    private final ReadOnlySnapshot database;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;

    /** @param database of an account that may only read */
    public LedgerAudit(DataSource database, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        this.database = new ReadOnlySnapshot(database);
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
    }

    /** Audits one category, or everything, as of one moment. */
    public AuditResult audit(Optional<DataCategory> only) {
        return database.look(() -> new Audit(database.jdbc()).of(only));
    }

    /** One audit. */
    private final class Audit {
        private final JdbcTemplate jdbc;
        private final HoldHistory holds;
        private final RulesAt rules;
        private final TreeMap<Long, Instant> gate = new TreeMap<>();
        private final Map<DataCategory, Set<String>> granted = new HashMap<>();
        private final Map<DataCategory, Long> permitted = new HashMap<>();
        private final Map<String, HoldsAt> inForce = new HashMap<>();
        private final List<Breach> breaches = new ArrayList<>();
        private final Map<Gap, Long> gaps = new EnumMap<>(Gap.class);
        private long rows;
        private long items;
        private long good;
        private long more;
        private long open;

        Audit(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
            this.holds = HoldHistory.read(jdbc, sources, kinds);
            this.rules = new RulesAt(jdbc);
            jdbc.query("SELECT epoch, moved_at FROM gate_log", row -> {
                gate.put(
                        row.getLong(1),
                        DatabaseClock.instant(Objects.requireNonNull(row.getObject(2, LocalDateTime.class))));
            });
            grants();
        }

        /** Records that somebody was granted the erasure of, and since which step permits let a category go early. */
        private void grants() {
            jdbc.query(
                    "SELECT i.category, i.record_key FROM request_item i JOIN valid_decision d ON d.uuid = i.decision"
                            + " AND d.decided_by = i.noted_by WHERE d.accepted",
                    row -> {
                        granted.computeIfAbsent(new DataCategory(row.getString(1)), category -> new HashSet<>())
                                .add(row.getString(2));
                    });
            jdbc.query("SELECT category, MIN(epoch) FROM valid_permit GROUP BY category", row -> {
                permitted.put(new DataCategory(row.getString(1)), row.getLong(2));
            });
        }

        AuditResult of(Optional<DataCategory> only) {
            LedgerPageReader pages = new LedgerPageReader(jdbc);
            for (LedgerPageReader.Chain chain : pages.chains(only)) {
                pages.each(chain, stored -> {
                    rows++;
                    if (!stored.closes()) {
                        row(stored.row());
                    }
                });
            }
            return new AuditResult(rows, items, good, List.copyOf(breaches), more, Map.copyOf(gaps), open);
        }

        private void row(LedgerRow row) {
            List<LedgerItem.Codec.Read> read;
            try {
                read = LedgerItem.Codec.read(row.items());
            } catch (IllegalArgumentException e) {
                return; // the verifier names it
            }
            items += read.size();
            if (read.isEmpty()) {
                return;
            }
            EnumSet<Gap> ofRow = EnumSet.noneOf(Gap.class);
            boolean sound = epoch(row) & adopted(row, ofRow);
            DataCategory category = DataCategory.parse(row.category())
                    .filter(each -> sources.tables().containsKey(each))
                    .orElse(null);
            for (LedgerItem.Codec.Read item : read) {
                Set<Gap> ofItem = EnumSet.copyOf(ofRow);
                boolean fine = category == null ? unknown(ofItem) : record(row, category, item, ofItem);
                if (fine && sound && ofItem.isEmpty()) {
                    good++;
                } else if (fine && sound) {
                    open++;
                    ofItem.forEach(gap -> gaps.merge(gap, 1L, Long::sum));
                }
            }
        }

        private boolean unknown(Set<Gap> gaps) {
            gaps.add(Gap.UNKNOWN_CATEGORY);
            return true;
        }

        /** The step that a row names was the last one when it was written, as far as clocks agree. */
        private boolean epoch(LedgerRow row) {
            Instant written = row.writtenAt().toInstant(ZoneOffset.UTC);
            Instant began = gate.get(row.holdEpoch());
            Map.Entry<Long, Instant> next = gate.higherEntry(row.holdEpoch());
            boolean early = began != null && written.plusSeconds(CLOCKS).isBefore(began);
            boolean late = next != null && written.minusSeconds(CLOCKS).isAfter(next.getValue());
            if (early || late) {
                breach(row, null, Fault.OTHER_EPOCH, Long.toString(row.holdEpoch()));
            }
            return !early && !late;
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
            return due(row, category, item, day, gaps);
        }

        private boolean due(
                LedgerRow row, DataCategory category, LedgerItem.Codec.Read item, LocalDate day, Set<Gap> gaps) {
            LocalDate due = item.start();
            if ((due == null || due.isAfter(day)) && !granted(category, item)) {
                if (permitted.getOrDefault(category, Long.MAX_VALUE) <= row.holdEpoch()) {
                    gaps.add(Gap.PERMIT);
                } else if (due == null) {
                    gaps.add(Gap.NO_DAY);
                } else {
                    breach(row, item, Fault.NOT_DUE, due.toString());
                    return false;
                }
            }
            return true;
        }

        private boolean granted(DataCategory category, LedgerItem.Codec.Read item) {
            return item.key() != null
                    && granted.getOrDefault(category, Set.of())
                            .contains(Objects.requireNonNull(item.key()).text());
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
