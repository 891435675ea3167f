package se.partnersec.gallra;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.cli.Rooms;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.seal.LedgerExport;
import se.partnersec.gallra.seal.OfflineVerification;
import se.partnersec.gallra.seal.Proof;
import se.partnersec.gallra.seal.Prover;
import se.partnersec.gallra.seal.PublicKeys;
import se.partnersec.gallra.seal.SealPlaces;
import se.partnersec.gallra.seal.SealReport;
import se.partnersec.gallra.seal.SealVerification;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.SealSettings;

/** What proves the ledger: sealed under the account of its own, read under the reader's. */
final class Evidence implements Rooms.Seals {
    private final House house;

    Evidence(House house) {
        this.house = house;
    }

    @Override
    public SealReport seal() {
        return house.sealer().seal();
    }

    @Override
    public OfflineVerification.Result verify(@Nullable Path publicKey, @Nullable Path exported) {
        SealSettings settings = house.settings().seals();
        Path keys = publicKey == null ? settings.publicKeyFile() : publicKey;
        SealPlaces copies = exported == null ? house.sealPlaces() : SealPlaces.in(exported);
        return new SealVerification(jdbc(), transactions()).verify(keys == null ? null : PublicKeys.read(keys), copies);
    }

    @Override
    public long export(Path file, boolean force) {
        return new LedgerExport(jdbc(), transactions(), house.settings().tags()).write(file, force);
    }

    @Override
    public long copy(Path file) {
        DataSource sealer = house.pool(Role.SEALER);
        return new LedgerExport(
                        new JdbcTemplate(sealer),
                        new JdbcTransactionManager(sealer),
                        house.settings().tags())
                .writeSealed(file);
    }

    @Override
    public Proof prove(DataCategory category, String key) {
        return new Prover(jdbc(), house.settings().tags()).prove(category, key);
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(house.pool(Role.READER));
    }

    private JdbcTransactionManager transactions() {
        return new JdbcTransactionManager(house.pool(Role.READER));
    }
}
