package se.partnersec.gallra.reports;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.copies.CopyReading;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.database.catalog.ServerCopyInspector;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.objectstore.bucket.ConfiguredBucket;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.planning.audit.AuditResult;
import se.partnersec.gallra.planning.audit.LedgerAudit;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.reports.certificate.Certificate;
import se.partnersec.gallra.reports.certificate.CertificateIssuer;
import se.partnersec.gallra.reports.certificate.CertificateSubject;
import se.partnersec.gallra.reports.certificate.CertificateVerifier;
import se.partnersec.gallra.reports.certificate.CertificateWriter;
import se.partnersec.gallra.reports.copies.ResidualCopies;
import se.partnersec.gallra.reports.copies.ResidualCopiesInspector;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Certificates of destruction and the register of residual copies. Writes nothing to the database. */
public final class CertificateService {
    private static final Sentences SENTENCES = Sentences.of("reports");
    private final DatabaseLogin reader;
    private final ConfigurationFiles files;
    private final ConfiguredBucket bucket;
    private final SealSettings seals;
    private final Supplier<LedgerAudit> audit;

    /** @param audit made when a certificate is issued */
    public CertificateService(
            DatabaseLogin reader,
            ConfigurationFiles files,
            ConfiguredBucket bucket,
            SealSettings seals,
            Supplier<LedgerAudit> audit) {
        this.reader = reader;
        this.files = files;
        this.bucket = bucket;
        this.seals = seals;
        this.audit = audit;
    }

    /** Places that may still hold copies of records that are erased today. */
    public ResidualCopies copies() {
        return copies(SwedishCalendar.localDate(new DatabaseClock(reader.jdbc()).now()));
    }

    private ResidualCopies copies(LocalDate day) {
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
        return new ResidualCopiesInspector(files.copyLocations(), objects, readings).from(day);
    }

    /**
     * Issues a certificate of what the audit finds nothing against, signed if a key is configured.
     *
     * @param publicKey that signatures of seals are checked with; null for the one of the settings
     * @param program that issues it, and its version
     * @param file ends in .json, or in .pdf: then the JSON is written beside it
     * @throws RefusedException if the ledger does not verify, the audit finds something, or a run or day is not over
     */
    public CertificateWriter.Written issue(
            CertificateSubject subject,
            @Nullable Path publicKey,
            Messages wording,
            String program,
            Path file,
            boolean force) {
        Path secret = seals.issuer().secret();
        SealKey key = secret == null ? null : SealKey.read(secret);
        CertificateIssuer issuer = new CertificateIssuer(reader.dataSource(), files.policy(), files.fingerprint());
        Certificate certificate =
                issuer.certify(subject, trust(publicKey, null, audited(subject)), this::copies, program);
        return new CertificateWriter(wording).write(certificate, key, file, force);
    }

    private Certificate.Audited audited(CertificateSubject subject) {
        Optional<DataCategory> only = Optional.empty();
        if (subject.run() != null) {
            only = reader
                    .jdbc()
                    .query(
                            "SELECT category FROM run_scope WHERE run_id = ? AND part = 0",
                            (row, i) -> row.getString(1),
                            subject.run())
                    .stream()
                    .findFirst()
                    .flatMap(DataCategory::parse);
        }
        // All of it: what an earlier audit wrote down could be written by whoever owns the database.
        AuditResult found = audit.get().auditAll(only);
        if (!found.ok()) {
            throw RefusedException.differences(SENTENCES.say(
                    "reports.no-certificate-audit-ledger-found-records",
                    (found.breaches().size() + found.more())));
        }
        return new Certificate.Audited(found.good(), found.open());
    }

    /**
     * Verifies a certificate against the ledger of the database.
     *
     * @param issuerKey by which its own signature is believed; null for the one of the settings
     */
    public CertificateVerifier.Result verify(
            Path file, @Nullable Path publicKey, @Nullable Path issuerKey, @Nullable Path exported) {
        Path issuers = issuerKey == null ? seals.issuer().trusted() : issuerKey;
        return CertificateVerifier.of(file, issuers == null ? null : SealPublicKeys.read(issuers))
                .database(reader.dataSource(), trust(publicKey, exported, new Certificate.Audited(0, 0)));
    }

    private CertificateIssuer.Trust trust(
            @Nullable Path publicKey, @Nullable Path exported, Certificate.Audited audited) {
        Path keys = publicKey == null ? seals.publicKeyFile() : publicKey;
        return new CertificateIssuer.Trust(
                keys == null ? null : SealPublicKeys.read(keys), exported == null ? seals.folder() : exported, audited);
    }
}
