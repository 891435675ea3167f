package se.partnersec.gallra.app.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.ledger.evidence.SealService;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.ledger.sealstore.ExternalSealReader;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.support.exit.RefusedException;

/** Wires what seals, and where copies of seals lie; the places are opened when they are first asked for. */
final class Sealing implements AutoCloseable {
    private final SealSettings settings;
    private final Clock clock;
    private @Nullable SealStores places;

    Sealing(SealSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    ExternalSealReader outside() {
        return new ExternalSealReader(places());
    }

    /**
     * The key is read now.
     *
     * @param pool of the account that may append seals
     */
    SealService sealer(Supplier<? extends DataSource> pool) {
        Path keyFile = settings.keyFile();
        if (keyFile == null) {
            throw RefusedException.configuration(
                    "GALLRA_SEAL_KEY_FILE is missing: the file of the key that signs; gallra ledger keygen makes one");
        }
        SealKey key = SealKey.read(keyFile);
        DataSource sealer = pool.get();
        return new SealService(new JdbcTemplate(sealer), new JdbcTransactionManager(sealer), key, places());
    }

    /** Where copies of seals lie, by the settings. */
    SealStores places() {
        SealStores known = places;
        if (known == null) {
            known = new SealStores(settings, clock);
            places = known;
        }
        return known;
    }

    @Override
    public void close() {
        if (places != null) {
            places.close();
        }
    }
}
