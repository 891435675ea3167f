package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.House;
import se.partnersec.gallra.engine.CrashPoint;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.seal.LedgerExport;
import se.partnersec.gallra.seal.SealKey;
import se.partnersec.gallra.seal.SealReport;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.SealSettings;
import se.partnersec.gallra.store.Settings;

/** A workplace whose ledger is sealed, with copies of the seals in a directory and a copy of the ledger beside it. */
public final class SealedPlace {
    private final Workplace work;
    public final Path folder;
    public final Path ledger;
    public final Path publicKey;
    private final Path key;

    public SealedPlace(Workplace work) {
        this.work = work;
        try {
            Path all = Files.createTempDirectory("gallra-sealed");
            this.folder = Files.createDirectory(all.resolve("seals"));
            this.ledger = all.resolve("ledger.txt");
            this.key = all.resolve("seal.key");
            SealKey.make(key);
            this.publicKey = all.resolve("seal.key.pub");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Settings settings() {
        Settings usual = work.settings();
        return new Settings(
                usual.url(),
                usual.accounts(),
                usual.bucket(),
                usual.config(),
                usual.tags(),
                usual.chunk(),
                new SealSettings(key, publicKey, folder, null, "seals/", 10, false),
                false);
    }

    public House house() {
        return house(point -> {});
    }

    public House house(CrashPoint.Witness witness) {
        return new House(settings(), Clock.systemUTC(), witness);
    }

    public RunResult run(DataCategory category) {
        try (House house = house()) {
            List<RunResult> results = house.runs().run(category, work.today());
            return results.get(results.size() - 1);
        }
    }

    public SealReport seal() {
        try (House house = house()) {
            return house.sealer().seal();
        }
    }

    /** As the sealer does after a seal; answers how many rows it has. */
    public long export() {
        try (House house = house()) {
            return export(house, Role.SEALER).writeSealed(ledger);
        }
    }

    /** Everything, also what no seal covers yet. */
    public long exportAll() {
        try (House house = house()) {
            return export(house, Role.READER).write(ledger, true);
        }
    }

    private static LedgerExport export(House house, Role role) {
        return new LedgerExport(
                new JdbcTemplate(house.pool(role)),
                new JdbcTransactionManager(house.pool(role)),
                house.settings().tags());
    }
}
