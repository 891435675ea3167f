package se.partnersec.gallra;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.seal.OutsideSeals;
import se.partnersec.gallra.seal.SealKey;
import se.partnersec.gallra.seal.SealPlaces;
import se.partnersec.gallra.seal.Sealer;
import se.partnersec.gallra.store.SealSettings;
import se.partnersec.gallra.support.RefusedException;

/** Wires what seals, and where copies of seals lie; the places are opened when they are first asked for. */
final class Sealing implements AutoCloseable {
    private final SealSettings settings;
    private final Clock clock;
    private @Nullable SealPlaces places;

    Sealing(SealSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    OutsideSeals outside() {
        return new OutsideSeals(places());
    }

    /**
     * The key is read now.
     *
     * @param pool of the account that may append seals
     */
    Sealer sealer(Supplier<? extends DataSource> pool) {
        Path keyFile = settings.keyFile();
        if (keyFile == null) {
            throw RefusedException.configuration(
                    "GALLRA_SEAL_KEY_FILE is missing: the file of the key that signs; gallra ledger keygen makes one");
        }
        SealKey key = SealKey.read(keyFile);
        DataSource sealer = pool.get();
        return new Sealer(new JdbcTemplate(sealer), new JdbcTransactionManager(sealer), key, places());
    }

    /** Where copies of seals lie, by the settings. */
    SealPlaces places() {
        SealPlaces known = places;
        if (known == null) {
            known = new SealPlaces(settings, clock);
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
