package se.partnersec.gallra.ledger;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.ledger.evidence.ClosingRows;
import se.partnersec.gallra.ledger.evidence.ErasureProof;
import se.partnersec.gallra.ledger.evidence.ErasureProver;
import se.partnersec.gallra.ledger.evidence.LedgerExporter;
import se.partnersec.gallra.ledger.evidence.OfflineVerifier;
import se.partnersec.gallra.ledger.evidence.SealService;
import se.partnersec.gallra.ledger.evidence.SealVerifier;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.seal.SealReport;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Seals, proofs and copies of the ledger: sealed under the sealer's account, read under the reader's. */
public class LedgerEvidenceService {
    private final DatabaseLogin reader;
    private final DatabaseLogin sealer;
    private final Supplier<SealService> seals;
    private final SealStores stores;
    private final GallraSettings settings;

    /** @param seals made when something is to be sealed, because only then a key is needed */
    public LedgerEvidenceService(
            DatabaseLogin reader,
            DatabaseLogin sealer,
            Supplier<SealService> seals,
            SealStores stores,
            GallraSettings settings) {
        this.reader = reader;
        this.sealer = sealer;
        this.seals = seals;
        this.stores = stores;
        this.settings = settings;
    }

    /** Seals what was written to the ledger since the last seal, and copies the seals to where they are to lie. */
    public SealReport seal() {
        return seals.get().seal();
    }

    /** Tells when a run has ended, from now on. */
    public ClosingRows closingRows() {
        return new ClosingRows(sealer.jdbc());
    }

    /** Compares the ledger with its seals; without a public key signatures are not checked. */
    public OfflineVerifier.Result verify(@Nullable Path publicKey, @Nullable Path exported) {
        SealSettings known = settings.seals();
        Path keys = publicKey == null ? known.publicKeyFile() : publicKey;
        SealStores copies = exported == null ? stores : SealStores.in(exported);
        return new SealVerifier(reader.jdbc(), reader.manager())
                .verify(keys == null ? null : SealPublicKeys.read(keys), copies);
    }

    /** Whether a public key or a place of copies is set: then a ledger without a seal is one whose seals are missing. */
    public boolean expectsSeals() {
        return settings.seals().publicKeyFile() != null || stores.any();
    }

    /**
     * Writes a copy of the ledger.
     *
     * @param force replaces an existing file
     */
    public LedgerExporter.Written export(Path file, boolean force) {
        return exporter(reader).write(file, force);
    }

    /**
     * Writes a copy of the sealed rows, in place of an older copy that it contains entirely.
     *
     * @return the number of rows
     */
    public long copy(Path file) {
        return exporter(sealer).writeSealed(file);
    }

    private LedgerExporter exporter(DatabaseLogin login) {
        return new LedgerExporter(login.jdbc(), login.manager(), settings.tags());
    }

    /** Proof that the ledger names this record and that a seal covers it. */
    public ErasureProof prove(DataCategory category, String key) {
        return new ErasureProver(reader.jdbc(), settings.tags()).prove(category, key);
    }
}
