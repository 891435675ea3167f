package se.partnersec.gallra.erasure.candidate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.permit.PermitRepository;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * The records of one category that permits to destroy accounting information early may be about (BFL 7 kap. 7 §). Whether
 * one is meant, and what that changes, is for the rules to say.
 */
public final class PermittedRecords {
    /** Approved, not withdrawn, and its first day has come; two parameters, the category and the day. */
    private static final String STANDING =
            " FROM valid_permit p JOIN %s WHERE p.category = ? AND p.allowed_from <= ? AND p.withdrawn IS NULL";

    private static final String NOTE = """
            INSERT INTO permit_use (permit_id, category, subject, run_id, used_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6))""";

    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final @Nullable Pseudonymizer tags;
    private final PermitRepository register;
    private final ErasureGate.Cache<Boolean> any;

    /** @param tags name a key that is no number where it is noted; null where nothing is erased */
    public PermittedRecords(JdbcTemplate jdbc, DataCategory category, @Nullable Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.category = category;
        this.tags = tags;
        this.register = new PermitRepository(jdbc);
        this.any = new ErasureGate.Cache<>(() -> register.any(category));
    }

    /**
     * The permits that may be about each record, those without effect too; a record without any is not in it.
     *
     * @param epoch the gate's value under its lock, or {@link ErasureGate.Cache#UNGATED}
     */
    public Map<RecordKey, List<DestructionPermit>> among(Collection<LockedRecord> records, long epoch) {
        Map<RecordKey, List<DestructionPermit>> found = new HashMap<>();
        if (records.isEmpty() || !any.at(epoch)) {
            return found;
        }
        List<DestructionPermit> ofYears = register.ofYears(category);
        Map<String, List<DestructionPermit>> ofRecords = register.ofRecords(
                category, records.stream().map(record -> record.key().text()).toList());
        for (LockedRecord record : records) {
            List<DestructionPermit> all =
                    new ArrayList<>(ofRecords.getOrDefault(record.key().text(), List.of()));
            all.addAll(ofYears);
            if (!all.isEmpty()) {
                found.put(record.key(), all);
            }
        }
        return found;
    }

    /**
     * Where records lie that no other question meets: those whose clock is the Act's own, which is what a permit shortens.
     * Of a year it finds what anything puts into that year or a later one, and so too many, never too few.
     *
     * @param booked roles of the days that put a record into a fiscal year, its own first; none where its clock is another
     */
    List<CandidateCondition> conditions(CategoryMapping source, boolean numeric, List<String> booked, LocalDate asOf) {
        TableMapping table = source.record();
        ColumnMapping own = booked.isEmpty() ? null : table.column(booked.get(0));
        if (own == null || !register.any(category)) {
            return List.of();
        }
        String rows = table.quoted() + " t ON ";
        String key = "t.`" + table.key() + "` = " + (numeric ? "p.number" : "p.record_key");
        String inYear = "t.`" + own.column() + "` <= y.end_on AND ("
                + booked.stream().map(role -> since(source, role)).collect(Collectors.joining(" OR ")) + ")";
        List<Object> args = List.of(category.id(), asOf);
        return List.of(
                new CandidateCondition(STANDING.formatted(rows + key), args),
                new CandidateCondition(
                        STANDING.formatted("valid_fiscal_year y ON y.end_on = p.year_end AND y.entity = p.entity JOIN "
                                + rows + inYear),
                        args));
    }

    /** Whether a day of the record, or of one of its children, lies in the year or after it. */
    private static String since(CategoryMapping source, String role) {
        int slash = role.indexOf('/');
        if (slash < 0) {
            ColumnMapping column = source.record().column(role);
            return column == null ? "FALSE" : "t.`" + column.column() + "` >= y.start_on";
        }
        return source.children().stream()
                .filter(child -> child.role().equals(role.substring(0, slash)))
                .map(child -> since(source.record(), child, child.column(role.substring(slash + 1))))
                .findFirst()
                .orElse("FALSE");
    }

    private static String since(TableMapping record, TableMapping child, @Nullable ColumnMapping column) {
        if (column == null) {
            return "FALSE";
        }
        // Days of a grandchild are not looked for here: whatever has some is a candidate.
        return child.parentOf() != null
                ? "TRUE"
                : "EXISTS (SELECT 1 FROM " + child.quoted() + " c WHERE c.`" + child.parent() + "` = t.`" + record.key()
                        + "` AND c.`" + column.column() + "` >= y.start_on)";
    }

    /** Notes by which permit records went early, in the transaction that erases them. */
    public void note(long runId, List<AssessedRecord> gone) {
        List<Object[]> rows = new ArrayList<>();
        for (AssessedRecord each : gone) {
            DestructionPermit permit = each.facts().circumstances().permit();
            if (permit != null && each.verdict().flags().contains(Verdict.EARLY_BY_PERMIT)) {
                rows.add(new Object[] {
                    permit.number(), category.id(), subject(each.record().key()), runId
                });
            }
        }
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(NOTE, rows);
        }
    }

    private String subject(RecordKey key) {
        return key.number()
                ? key.text()
                : HexFormat.of().formatHex(Objects.requireNonNull(tags).tag(category.id(), key.text()));
    }
}
