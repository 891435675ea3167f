package se.partnersec.gallra.app.wiring;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.cli.rooms.CertificateRooms;
import se.partnersec.gallra.config.rules.CopyReading;
import se.partnersec.gallra.config.rules.CopyRegisterReader;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.database.catalog.ServerCopyInspector;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
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

/** Certificates of destruction and the register of copies elsewhere, under the account that reads. */
final class CertificateService implements CertificateRooms {
    private final House house;

    CertificateService(House house) {
        this.house = house;
    }

    @Override
    public CopyHorizon horizon() {
        return horizon(SwedishCalendar.localDate(new DatabaseClock(new JdbcTemplate(reader())).now()));
    }

    private CopyHorizon horizon(LocalDate day) {
        List<CopyReading> readings = new ArrayList<>(new ServerCopyInspector(new JdbcTemplate(reader())).look());
        ObjectBucket bucket = house.bucket();
        List<String> prefixes = house.sources().withObjects().stream()
                .map(table -> Objects.requireNonNull(table.objects()).prefix())
                .toList();
        if (bucket != null) {
            readings.addAll(bucket.copies(prefixes));
        }
        Path file = house.settings().config().resolve("horizon.yml");
        // Objects that are mapped lie in some bucket, also where this machine was not told which.
        boolean objects = bucket != null || !prefixes.isEmpty();
        return new CopyHorizonInspector(CopyRegisterReader.read(file), objects, readings).from(day);
    }

    @Override
    public CertificateWriter.Written issue(
            CertificateSubject subject,
            @Nullable Path publicKey,
            Messages wording,
            String program,
            Path file,
            boolean force) {
        CertificateIssuer certifier = new CertificateIssuer(reader(), house.policy(), house.fingerprint());
        Certificate certificate = certifier.certify(subject, trust(publicKey, null), this::horizon, program);
        return new CertificateWriter(house.policy(), wording).write(certificate, file, force);
    }

    @Override
    public CertificateVerifier.Result verify(Path file, @Nullable Path publicKey, @Nullable Path exported) {
        return CertificateVerifier.of(file).database(reader(), trust(publicKey, exported));
    }

    private CertificateIssuer.Trust trust(@Nullable Path publicKey, @Nullable Path exported) {
        SealSettings settings = house.settings().seals();
        Path keys = publicKey == null ? settings.publicKeyFile() : publicKey;
        return new CertificateIssuer.Trust(
                keys == null ? null : SealPublicKeys.read(keys), exported == null ? settings.folder() : exported);
    }

    private HikariDataSource reader() {
        return house.pool(DatabaseRole.READER);
    }
}
