package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.ledger.evidence.LedgerExporter;
import se.partnersec.gallra.ledger.evidence.SealService;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.ledger.seal.SealReport;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;

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

    public GallraSettings settings() {
        GallraSettings usual = work.settings();
        return new GallraSettings(
                usual.url(),
                usual.accounts(),
                usual.bucket(),
                usual.config(),
                usual.tags(),
                usual.chunk(),
                new SealSettings(
                        new SealSettings.KeyFiles(key, publicKey),
                        SealSettings.KeyFiles.NONE,
                        folder,
                        null,
                        "seals/",
                        10,
                        false),
                false);
    }

    public SuiteContext suite() {
        return suite(point -> {});
    }

    public SuiteContext suite(CrashPoint.Witness witness) {
        return SuiteContext.of(settings(), Clock.systemUTC(), witness);
    }

    public RunResult run(DataCategory category) {
        try (SuiteContext suite = suite()) {
            List<RunResult> results = suite.runs().run(category, work.today());
            return results.get(results.size() - 1);
        }
    }

    public SealReport seal() {
        try (SuiteContext suite = suite()) {
            return suite.bean(SealService.class).seal();
        }
    }

    /** As the sealer does after a seal; answers how many rows it has. */
    public long export() {
        try (SuiteContext suite = suite()) {
            return export(suite, DatabaseRole.SEALER).writeSealed(ledger);
        }
    }

    /** Everything, also what no seal covers yet. */
    public long exportAll() {
        try (SuiteContext suite = suite()) {
            return export(suite, DatabaseRole.READER).write(ledger, true).rows();
        }
    }

    private static LedgerExporter export(SuiteContext suite, DatabaseRole role) {
        return new LedgerExporter(
                new JdbcTemplate(suite.pool(role)),
                new JdbcTransactionManager(suite.pool(role)),
                suite.settings().tags());
    }
}
