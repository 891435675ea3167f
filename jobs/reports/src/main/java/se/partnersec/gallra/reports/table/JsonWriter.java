package se.partnersec.gallra.reports.table;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.json.JsonRows;

/** JSON for programs, under a schema with a version. Keys are English, codes as they are, texts as in the other forms. */
final class JsonWriter implements ReportFormatWriter {
    private final JsonRows json;
    private List<ReportColumn> columns = List.of();

    JsonWriter(OutputStream out) {
        json = new JsonRows(out);
    }

    @Override
    public void begin(ReportHead head) throws IOException {
        columns = head.columns();
        List<Map<String, String>> kinds = new ArrayList<>();
        for (ReportColumn column : columns) {
            Map<String, String> kind = new LinkedHashMap<>();
            kind.put("key", column.key());
            kind.put("kind", column.kind().name().toLowerCase(Locale.ROOT));
            kinds.add(kind);
        }
        Map<String, @Nullable Object> before = new LinkedHashMap<>();
        before.put("schema", head.schema());
        before.put("asOf", head.asOf().truncatedTo(ChronoUnit.SECONDS).toString());
        before.put("zone", SwedishCalendar.ZONE.getId());
        before.put("policyVersion", head.policyVersion());
        before.put("policyFingerprint", head.fingerprint());
        before.put("caution", head.caution());
        before.put("filters", head.filters());
        before.put("columns", kinds);
        json.begin(before, "rows");
    }

    @Override
    public void row(@Nullable Object[] cells) throws IOException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
            row.put(columns.get(i).key(), value(columns.get(i), cells[i]));
        }
        json.row(row);
    }

    private static @Nullable Object value(ReportColumn column, @Nullable Object cell) {
        if (cell == null) {
            return null;
        }
        return switch (column.kind()) {
            case TEXT, CODE, DATE -> cell.toString();
            case TIME -> ((Instant) cell).truncatedTo(ChronoUnit.SECONDS).toString();
            case NUMBER -> (Long) cell;
            case AMOUNT -> BigDecimal.valueOf((Long) cell, 2);
        };
    }

    @Override
    public void end(long rows, String sha256, List<SummedChart> charts) throws IOException {
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("rowCount", rows);
        after.put("sha256", sha256);
        json.end(after);
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
