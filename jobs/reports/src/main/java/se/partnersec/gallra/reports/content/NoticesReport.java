package se.partnersec.gallra.reports.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import se.partnersec.gallra.config.mapping.SourceMapping.CopyRecipient;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportChart;
import se.partnersec.gallra.reports.table.ReportChart.Bin;
import se.partnersec.gallra.reports.table.ReportColumn;

/** Notices to recipients of copies (GDPR Art. 19), recipient by recipient: what each of them is to erase. */
final class NoticesReport implements Report {
    private static final String ROWS = """
            SELECT n.id, n.copy, n.category, n.subject, n.outcome, n.run_id, n.noticed_at, n.answer_by, a.answered_at
            FROM notice n LEFT JOIN notice_answer a ON a.notice_id = n.id WHERE (? IS NULL OR n.copy = ?)""";

    private final JdbcTemplate jdbc;
    private final Map<String, CopyRecipient> recipients;
    private final boolean all;
    private final @Nullable String copy;

    /**
     * @param all answered ones too
     * @param copy the only copy; null for all
     * @throws se.partnersec.gallra.support.exit.RefusedException if there is no such copy
     */
    NoticesReport(JdbcTemplate jdbc, List<CopyRecipient> recipients, boolean all, @Nullable String copy) {
        RecipientNoticeService.requireKnown(jdbc, recipients, copy);
        this.jdbc = jdbc;
        this.recipients = recipients.stream().collect(Collectors.toMap(CopyRecipient::name, Function.identity()));
        this.all = all;
        this.copy = copy;
    }

    @Override
    public String name() {
        return "notices";
    }

    @Override
    public List<ReportColumn> columns() {
        return List.of(
                ReportColumn.number("notice"),
                ReportColumn.text("copy"),
                ReportColumn.text("recipient"),
                ReportColumn.text("contact"),
                ReportColumn.text("category"),
                ReportColumn.text("key"),
                ReportColumn.code("outcome", "outcome."),
                ReportColumn.number("run"),
                ReportColumn.time("erased_at"),
                ReportColumn.date("answer_by"),
                ReportColumn.date("answered_on"));
    }

    @Override
    public Map<String, String> filters() {
        return Map.of("--all", all ? "yes" : "no", "--copy", copy == null ? "" : copy);
    }

    @Override
    public List<ReportChart> charts() {
        return List.of(new ReportChart(
                "report.chart.recipient",
                "report.column.recipient",
                (cells, words) -> new Bin(String.valueOf(cells[1]), String.valueOf(cells[1])),
                cells -> 1));
    }

    @Override
    public void rows(Sink sink) throws IOException {
        RowCallbackHandler each = row -> {
            CopyRecipient recipient = recipients.get(row.getString(2));
            LocalDateTime answered = row.getObject(9, LocalDateTime.class);
            try {
                sink.row(
                        row.getLong(1),
                        row.getString(2),
                        recipient == null ? null : recipient.recipient(),
                        recipient == null ? null : recipient.contact(),
                        row.getString(3),
                        row.getString(4),
                        (row.getString(5).charAt(0) == Outcome.ANONYMISED.code() ? Outcome.ANONYMISED : Outcome.ERASED)
                                .name(),
                        row.getLong(6),
                        DatabaseClock.instant(row.getObject(7, LocalDateTime.class)),
                        row.getObject(8, LocalDate.class),
                        answered == null ? null : SwedishCalendar.localDate(DatabaseClock.instant(answered)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try {
            jdbc.query(ROWS + (all ? "" : " AND a.notice_id IS NULL") + " ORDER BY n.copy, n.id", each, copy, copy);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
