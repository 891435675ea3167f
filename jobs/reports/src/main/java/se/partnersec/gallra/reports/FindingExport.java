package se.partnersec.gallra.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.ledger.notice.FindingList;
import se.partnersec.gallra.ledger.notice.FindingList.Wanted;
import se.partnersec.gallra.ledger.notice.NotedFinding;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportColumn;
import se.partnersec.gallra.reports.table.ReportWriter;
import se.partnersec.gallra.support.exit.RefusedException;

/** Writes the list of findings to a file. Needs no right on any table of the business. */
public final class FindingExport {
    private final DatabaseLogin reader;
    private final ConfigurationFiles files;

    /** @param reader of an account that may only read */
    public FindingExport(DatabaseLogin reader, ConfigurationFiles files) {
        this.reader = reader;
        this.files = files;
    }

    /** @throws RefusedException if the file is there already and not to be replaced; nothing was written */
    public ReportWriter.Written write(
            Wanted wanted, ReportWriter.Format format, Messages wording, Path target, boolean force) {
        ReadOnlySnapshot database = new ReadOnlySnapshot(reader.dataSource());
        return database.look(() -> {
            FindingList list = new FindingList(database.jdbc(), MaskedTables.ofFindings(database.jdbc()));
            ReportWriter writer = new ReportWriter(
                    wording, files.policy().version(), files.fingerprint(), new DatabaseClock(database.jdbc()).now());
            return writer.write(new FindingsReport(list, wanted), format, target, force);
        });
    }

    private record FindingsReport(FindingList list, Wanted wanted) implements Report {
        @Override
        public String name() {
            return "findings";
        }

        @Override
        public List<ReportColumn> columns() {
            return List.of(
                    ReportColumn.number("finding"),
                    ReportColumn.text("category"),
                    ReportColumn.text("key"),
                    ReportColumn.code("kind", "reason."),
                    ReportColumn.text("found").at(ReportColumn.Place.BELOW),
                    ReportColumn.code("state", "finding.state."),
                    ReportColumn.time("first_seen"),
                    ReportColumn.time("last_seen"),
                    ReportColumn.number("runs"),
                    ReportColumn.number("run"),
                    ReportColumn.text("owner"),
                    ReportColumn.date("settle_by"),
                    ReportColumn.time("acknowledged_at"),
                    ReportColumn.text("acknowledged_by"));
        }

        @Override
        public Map<String, String> filters() {
            Map<String, String> filters = new LinkedHashMap<>();
            filters.put("--" + wanted.which().name().toLowerCase(Locale.ROOT), "yes");
            filters.put("--category", text(wanted.category()));
            filters.put("--kind", text(wanted.code()));
            filters.put("--run", text(wanted.run()));
            filters.put("--since", text(wanted.since()));
            filters.put("--owner", text(wanted.owner()));
            filters.put("--sort", wanted.sort().name().toLowerCase(Locale.ROOT));
            return filters;
        }

        private static String text(@Nullable Object value) {
            return Objects.toString(value, "");
        }

        @Override
        public void rows(Sink sink) throws IOException {
            try {
                list.each(wanted, (finding, state) -> row(sink, finding, state));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private static void row(Sink sink, NotedFinding finding, NotedFinding.State state) {
            NotedFinding.Ack ack = finding.ack();
            LocalDate due = ack == null ? null : ack.due();
            try {
                sink.row(
                        finding.id(),
                        finding.category().id(),
                        finding.subject(),
                        finding.code(),
                        finding.detail(),
                        state.name(),
                        finding.seen().first(),
                        finding.seen().last(),
                        finding.runs(),
                        finding.run(),
                        ack == null ? null : ack.owner(),
                        due,
                        ack == null ? null : ack.at(),
                        ack == null ? null : ack.by());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
