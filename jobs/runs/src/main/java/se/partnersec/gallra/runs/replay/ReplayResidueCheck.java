package se.partnersec.gallra.runs.replay;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlannedKeys;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.KeyPages;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.scope.ObjectKeys;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * Looks for every record of a replay, whatever its runs said of it: by SQL of its own whether the row is there, and by the
 * rules why. What is there and would go is residue; so is what nobody can read.
 */
public final class ReplayResidueCheck {
    private static final int PAGE = 1000;

    private final ReadOnlySnapshot database;
    private final RetentionPolicy policy;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;

    /** @param database of an account that may only read */
    public ReplayResidueCheck(
            DataSource database, RetentionPolicy policy, SourceMapping sources, KeyTypes kinds, Pseudonymizer tags) {
        this.database = new ReadOnlySnapshot(database);
        this.policy = policy;
        this.sources = sources;
        this.kinds = kinds;
        this.tags = tags;
    }

    /** A record that the rules keep now. @param why an outcome, and the reason of the verdict */
    record Kept(RecordKey key, String why) {}

    /** In a read-only transaction, so that all of it is of one state. */
    Found look(Category category, SavedPlan plan) {
        return database.look(() -> {
            Found found = new Found();
            PlannedKeys planned = new PlannedKeys(database.jdbc(), plan.id(), category.category(), tags);
            Look look = new Look(category, plan.asOf(), found);
            planned.numbers(PAGE, look::sort);
            if (planned.tagged() > 0) {
                look.walk(planned);
            }
            return found;
        });
    }

    /** What is there of one category. */
    static final class Found {
        private final List<Kept> kept = new ArrayList<>();
        private long reduced;
        private long left;

        List<Kept> kept() {
            return List.copyOf(kept);
        }

        /** Rows that stay without what was to go of them. */
        long reduced() {
            return reduced;
        }

        long left() {
            return left;
        }
    }

    private final class Look {
        private final JdbcTemplate jdbc = database.jdbc();
        private final TableMapping table;
        private final boolean numeric;
        private final RecordReader reader;
        private final Assessor assessor;
        private final ObjectKeys objects;
        private final LocalDate asOf;
        private final Found found;

        Look(Category category, LocalDate asOf, Found found) {
            CategoryMapping source = sources.table(category.category());
            this.table = source.record();
            this.numeric = kinds.numeric(table);
            this.reader = new RecordReader(jdbc, source, kinds, tags);
            this.assessor = new Assessor(jdbc, category, policy, sources, kinds, tags);
            this.objects = new ObjectKeys(jdbc, sources, kinds);
            this.asOf = asOf;
            this.found = found;
        }

        /** Of keys that are tags in the ledger only the rows that are there can be asked. */
        void walk(PlannedKeys planned) {
            new KeyPages(jdbc, table, numeric)
                    .each(page -> there(planned.among(
                            page.stream().filter(each -> !each.codable()).toList())));
        }

        void sort(List<RecordKey> keys) {
            Set<RecordKey> there = new LinkedHashSet<>();
            String in = keys.stream().map(RecordKey::text).collect(Collectors.joining(","));
            // A number never stands for a word: MySQL would compare them as doubles.
            if (!numeric) {
                found.left += keys.size();
                return;
            }
            jdbc.query(
                    "SELECT `" + table.key() + "` FROM " + table.quoted() + " WHERE `" + table.key() + "` IN (" + in
                            + ")",
                    row -> {
                        there.add(new RecordKey(row.getString(1), true));
                    });
            there(there);
        }

        private void there(Set<RecordKey> keys) {
            if (keys.isEmpty()) {
                return;
            }
            Map<RecordKey, LockedRecord> read = new HashMap<>();
            reader.look(keys).forEach(record -> read.put(record.key(), record));
            found.left += keys.size() - read.size();
            List<LockedRecord> whole = read.values().stream()
                    .filter(record -> !record.row().emptied())
                    .toList();
            List<AssessedRecord> assessed = whole.isEmpty() ? List.of() : assessor.assess(whole, asOf);
            Map<RecordKey, String> objections = objects.objections(assessed.stream()
                    .filter(AssessedRecord::goes)
                    .map(AssessedRecord::record)
                    .toList());
            assessed.forEach(each -> sort(each, objections.get(each.record().key())));
        }

        private void sort(AssessedRecord each, @Nullable String objection) {
            if (objection != null) {
                found.kept.add(new Kept(each.record().key(), objection));
            } else if (each.goes() || each.reduces()) {
                found.left++;
            } else if (each.record().reducedUntil() != null) {
                found.reduced++;
            } else {
                found.kept.add(new Kept(
                        each.record().key(),
                        each.outcome() + " " + each.verdict().reason()));
            }
        }
    }
}
