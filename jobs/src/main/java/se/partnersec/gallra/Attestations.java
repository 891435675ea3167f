package se.partnersec.gallra;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.certificate.Certificate;
import se.partnersec.gallra.certificate.CertificateCheck;
import se.partnersec.gallra.certificate.CertificateWriter;
import se.partnersec.gallra.certificate.Certifier;
import se.partnersec.gallra.certificate.Subject;
import se.partnersec.gallra.cli.CertificateRooms;
import se.partnersec.gallra.horizon.Horizon;
import se.partnersec.gallra.horizon.HorizonLook;
import se.partnersec.gallra.policy.SwedishCalendar;
import se.partnersec.gallra.report.Wording;
import se.partnersec.gallra.seal.PublicKeys;
import se.partnersec.gallra.store.CopyReading;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.HorizonFile;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.SealSettings;
import se.partnersec.gallra.store.ServerCopies;

/** What certifies that records were destroyed, and what else may hold them; all under the account that reads. */
final class Attestations implements CertificateRooms {
    private final House house;

    Attestations(House house) {
        this.house = house;
    }

    @Override
    public Horizon horizon() {
        return horizon(SwedishCalendar.localDate(new DatabaseClock(new JdbcTemplate(reader())).now()));
    }

    private Horizon horizon(LocalDate day) {
        List<CopyReading> readings = new ArrayList<>(new ServerCopies(new JdbcTemplate(reader())).look());
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
        return new HorizonLook(HorizonFile.read(file), objects, readings).from(day);
    }

    @Override
    public CertificateWriter.Written issue(
            Subject subject, @Nullable Path publicKey, Wording wording, String program, Path file, boolean force) {
        Certifier certifier = new Certifier(reader(), house.policy(), house.fingerprint());
        Certificate certificate = certifier.certify(subject, trust(publicKey, null), this::horizon, program);
        return new CertificateWriter(house.policy(), wording).write(certificate, file, force);
    }

    @Override
    public CertificateCheck.Result verify(Path file, @Nullable Path publicKey, @Nullable Path exported) {
        return CertificateCheck.of(file).database(reader(), trust(publicKey, exported));
    }

    private Certifier.Trust trust(@Nullable Path publicKey, @Nullable Path exported) {
        SealSettings settings = house.settings().seals();
        Path keys = publicKey == null ? settings.publicKeyFile() : publicKey;
        return new Certifier.Trust(
                keys == null ? null : PublicKeys.read(keys), exported == null ? settings.folder() : exported);
    }

    private HikariDataSource reader() {
        return house.pool(Role.READER);
    }
}
