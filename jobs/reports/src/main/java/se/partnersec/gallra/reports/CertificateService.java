package se.partnersec.gallra.reports;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.rules.CopyReading;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.database.catalog.ServerCopyInspector;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.objectstore.bucket.ConfiguredBucket;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.reports.certificate.Certificate;
import se.partnersec.gallra.reports.certificate.CertificateIssuer;
import se.partnersec.gallra.reports.certificate.CertificateSubject;
import se.partnersec.gallra.reports.certificate.CertificateVerifier;
import se.partnersec.gallra.reports.certificate.CertificateWriter;
import se.partnersec.gallra.reports.copies.CopyHorizon;
import se.partnersec.gallra.reports.copies.CopyHorizonInspector;
import se.partnersec.gallra.reports.table.Messages;

/** Certificates of destruction and the register of residual copies. Writes nothing to the database. */
public final class CertificateService {
    private final DatabaseLogin reader;
    private final ConfigurationFiles files;
    private final ConfiguredBucket bucket;
    private final SealSettings seals;

    public CertificateService(
            DatabaseLogin reader, ConfigurationFiles files, ConfiguredBucket bucket, SealSettings seals) {
        this.reader = reader;
        this.files = files;
        this.bucket = bucket;
        this.seals = seals;
    }

    /** Places that may still hold copies of records that are erased today. */
    public CopyHorizon horizon() {
        return horizon(SwedishCalendar.localDate(new DatabaseClock(reader.jdbc()).now()));
    }

    private CopyHorizon horizon(LocalDate day) {
        List<CopyReading> readings = new ArrayList<>(new ServerCopyInspector(reader.jdbc()).look());
        ObjectBucket configured = bucket.bucket();
        List<String> prefixes = files.sources().withObjects().stream()
                .map(table -> Objects.requireNonNull(table.objects()).prefix())
                .toList();
        if (configured != null) {
            readings.addAll(configured.copies(prefixes));
        }
        // Objects that are mapped lie in some bucket, also where this machine was not told which.
        boolean objects = configured != null || !prefixes.isEmpty();
        return new CopyHorizonInspector(files.copyLocations(), objects, readings).from(day);
    }

    /**
     * Issues a certificate.
     *
     * @param publicKey that signatures of seals are checked with; null for the one of the settings
     * @param program that issues it, and its version
     * @param file ends in .json, or in .pdf: then the JSON is written beside it
     */
    public CertificateWriter.Written issue(
            CertificateSubject subject,
            @Nullable Path publicKey,
            Messages wording,
            String program,
            Path file,
            boolean force) {
        CertificateIssuer issuer = new CertificateIssuer(reader.dataSource(), files.policy(), files.fingerprint());
        Certificate certificate = issuer.certify(subject, trust(publicKey, null), this::horizon, program);
        return new CertificateWriter(files.policy(), wording).write(certificate, file, force);
    }

    /** Verifies a certificate against the ledger of the database. */
    public CertificateVerifier.Result verify(Path file, @Nullable Path publicKey, @Nullable Path exported) {
        return CertificateVerifier.of(file).database(reader.dataSource(), trust(publicKey, exported));
    }

    private CertificateIssuer.Trust trust(@Nullable Path publicKey, @Nullable Path exported) {
        Path keys = publicKey == null ? seals.publicKeyFile() : publicKey;
        return new CertificateIssuer.Trust(
                keys == null ? null : SealPublicKeys.read(keys), exported == null ? seals.folder() : exported);
    }
}
