package se.partnersec.gallra.app.wiring;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.cli.rooms.Rooms;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.ledger.evidence.ErasureProof;
import se.partnersec.gallra.ledger.evidence.ErasureProver;
import se.partnersec.gallra.ledger.evidence.LedgerExporter;
import se.partnersec.gallra.ledger.evidence.OfflineVerifier;
import se.partnersec.gallra.ledger.evidence.SealVerifier;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.seal.SealReport;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Seals and proofs of the ledger: sealed under an account of their own, read under the account that reads. */
final class LedgerEvidenceService implements Rooms.Seals {
    private final House house;

    LedgerEvidenceService(House house) {
        this.house = house;
    }

    @Override
    public SealReport seal() {
        return house.sealer().seal();
    }

    @Override
    public OfflineVerifier.Result verify(@Nullable Path publicKey, @Nullable Path exported) {
        SealSettings settings = house.settings().seals();
        Path keys = publicKey == null ? settings.publicKeyFile() : publicKey;
        SealStores copies = exported == null ? house.sealPlaces() : SealStores.in(exported);
        return new SealVerifier(jdbc(), transactions()).verify(keys == null ? null : SealPublicKeys.read(keys), copies);
    }

    @Override
    public long export(Path file, boolean force) {
        return new LedgerExporter(jdbc(), transactions(), house.settings().tags()).write(file, force);
    }

    @Override
    public long copy(Path file) {
        DataSource sealer = house.pool(DatabaseRole.SEALER);
        return new LedgerExporter(
                        new JdbcTemplate(sealer),
                        new JdbcTransactionManager(sealer),
                        house.settings().tags())
                .writeSealed(file);
    }

    @Override
    public ErasureProof prove(DataCategory category, String key) {
        return new ErasureProver(jdbc(), house.settings().tags()).prove(category, key);
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(house.pool(DatabaseRole.READER));
    }

    private JdbcTransactionManager transactions() {
        return new JdbcTransactionManager(house.pool(DatabaseRole.READER));
    }
}
