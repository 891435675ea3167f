package se.partnersec.gallra.reports.table;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.reports.table.CsvWriter.Dialect;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.file.AtomicFile;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/** Writes a report into a file, and the checksum of its rows with it. */
public final class ReportWriter {
    private static final Sentences SENTENCES = Sentences.of("reports");
    private final Messages wording;
    private final String policyVersion;
    private final String fingerprint;
    private final Instant asOf;
    private final @Nullable String caution;

    /** Without a caution. @param asOf the database's time */
    public ReportWriter(Messages wording, String policyVersion, String fingerprint, Instant asOf) {
        this(wording, policyVersion, fingerprint, asOf, null);
    }

    /**
     * @param asOf the database's time
     * @param caution sentence that stands before the rows where people read them; null for none
     */
    public ReportWriter(
            Messages wording, String policyVersion, String fingerprint, Instant asOf, @Nullable String caution) {
        this.caution = caution;
        this.wording = wording;
        this.policyVersion = policyVersion;
        this.fingerprint = fingerprint;
        this.asOf = asOf;
    }

    /** Forms of the file. */
    public enum Format {
        XLSX,
        CSV_SWEDISH,
        CSV_STANDARD,
        JSON,
        PDF
    }

    /**
     * @param sha256 of its rows as the standard dialect writes them, 64 hex digits
     * @param fileSha256 of the file as it is, 64 hex digits
     * @param charts of all rows
     * @param caution that the file carries before its rows; null without one
     */
    public record Written(
            Path file,
            long rows,
            String sha256,
            String fileSha256,
            Instant asOf,
            List<SummedChart> charts,
            @Nullable String caution) {}

    /** @throws RefusedException if the file is there already and not to be replaced; nothing was written */
    public Written write(Report report, Format format, Path target, boolean force) {
        try (AtomicFile file = new AtomicFile(target, force)) {
            MessageDigest digest = sha256();
            Written written = write(report, format, new DigestOutputStream(file.out(), digest), target);
            file.publish();
            return new Written(
                    target,
                    written.rows(),
                    written.sha256(),
                    HexFormat.of().formatHex(digest.digest()),
                    written.asOf(),
                    written.charts(),
                    written.caution());
        } catch (IOException e) {
            throw RefusedException.usage(SENTENCES.say("table.could-not-written-check-disk-then", target, e));
        } catch (UncheckedIOException e) {
            throw RefusedException.usage(
                    SENTENCES.say("table.could-not-written-check-disk-then", target, e.getCause()));
        }
    }

    Written write(Report report, Format format, OutputStream out, Path target) throws IOException {
        ReportHead head = new ReportHead(
                report.name(),
                report.schema(),
                report.columns(),
                report.filters(),
                asOf,
                policyVersion,
                fingerprint,
                caution,
                report.cards());
        ChartSums charts = new ChartSums(report.charts(), wording);
        MessageDigest digest = sha256();
        long[] rows = {0};
        try (ReportFormatWriter checksum = new CsvWriter(
                        new DigestOutputStream(OutputStream.nullOutputStream(), digest), Dialect.STANDARD, wording);
                ReportFormatWriter writer = writer(format, out)) {
            checksum.begin(head);
            writer.begin(head);
            report.rows(cells -> {
                if (cells.length != head.columns().size()) {
                    throw new IllegalStateException("a row of " + cells.length + " cells. Indicates a bug");
                }
                @Nullable Object[] shown = shown(cells);
                charts.row(shown);
                checksum.row(shown);
                writer.row(shown);
                rows[0]++;
            });
            checksum.end(rows[0], "", List.of());
            String sum = HexFormat.of().formatHex(digest.digest());
            writer.end(rows[0], sum, charts.charts());
            return new Written(target, rows[0], sum, "", asOf, charts.charts(), head.caution());
        }
    }

    private static @Nullable Object[] shown(@Nullable Object[] cells) {
        @Nullable Object[] shown = cells.clone();
        for (int i = 0; i < shown.length; i++) {
            shown[i] = shown[i] instanceof String text ? VisibleText.of(text) : shown[i];
        }
        return shown;
    }

    private ReportFormatWriter writer(Format format, OutputStream out) throws IOException {
        return switch (format) {
            case XLSX -> new XlsxWriter(out, wording);
            case CSV_SWEDISH -> new CsvWriter(out, Dialect.SWEDISH, wording);
            case CSV_STANDARD -> new CsvWriter(out, Dialect.STANDARD, wording);
            case JSON -> new JsonWriter(out);
            case PDF -> new PdfWriter(out, wording);
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
