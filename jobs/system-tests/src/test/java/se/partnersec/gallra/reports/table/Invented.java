package se.partnersec.gallra.reports.table;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** A report with every kind of cell and everything that is known to go wrong with them. */
public record Invented(long rows) implements Report {
    static final Instant NOON = Instant.parse("2026-11-25T11:00:00Z");
    static final LocalDate DAY = LocalDate.of(2026, 11, 25);

    /** Texts as the program has them. */
    public static Messages wording(String language) {
        ResourceBundle texts = ResourceBundle.getBundle("messages", new Locale(language));
        return new Messages() {
            @Override
            public Locale language() {
                return new Locale(language);
            }

            @Override
            public String say(String key, Object... args) {
                return String.format(Locale.ROOT, texts.getString(key), args);
            }

            @Override
            public String code(String prefix, String code) {
                return texts.containsKey(prefix + code) ? texts.getString(prefix + code) : code;
            }
        };
    }

    static ReportWriter writer(String language) {
        return new ReportWriter(wording(language), "2026-03", "ab".repeat(32), NOON);
    }

    @Override
    public String name() {
        return "holds";
    }

    @Override
    public List<ReportColumn> columns() {
        return List.of(
                ReportColumn.text("key"),
                ReportColumn.code("type", "report.type."),
                ReportColumn.date("last_day"),
                ReportColumn.time("erased_at"),
                ReportColumn.number("records"),
                ReportColumn.amount("amount"));
    }

    @Override
    public Map<String, String> filters() {
        return Map.of("--all", "yes");
    }

    @Override
    public void rows(Sink sink) throws IOException {
        sink.row("00123", "DISPUTE", DAY, NOON, 7L, -123_450L);
        sink.row("+46701740601", "TAX_AUDIT", LocalDate.of(2031, 1, 1), NOON.plusSeconds(1), -3L, 5L);
        sink.row("=HYPERLINK(\"http://x\")", "NEW_CODE", null, null, null, null);
        sink.row("å;\"ä\",ö\r\nrad två", "PERMIT", DAY, NOON, 0L, 0L);
        sink.row("  @SUM(A1)", "PERMIT", DAY, NOON, Long.MAX_VALUE >> 12, 99L);
        sink.row("\uFF1D1+1", "PERMIT", DAY, NOON, 1L, 1L);
        for (long i = 6; i < rows; i++) {
            sink.row("key " + i, "PERMIT", DAY.plusDays(i % 3000), NOON.plusSeconds(i), i, i * 100);
        }
    }
}
