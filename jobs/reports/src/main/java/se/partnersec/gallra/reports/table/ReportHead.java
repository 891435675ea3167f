package se.partnersec.gallra.reports.table;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a report is about, known before its first row.
 *
 * @param asOf the database's time when it was begun
 * @param policyVersion of the rules in force
 * @param fingerprint of policy and mapping, 64 hex digits
 * @param caution stands before the rows where people read them; null without one
 * @param cards whether on paper a row is a part of its own
 */
record ReportHead(
        String name,
        String schema,
        List<ReportColumn> columns,
        Map<String, String> filters,
        Instant asOf,
        String policyVersion,
        String fingerprint,
        @Nullable String caution,
        boolean cards) {}
