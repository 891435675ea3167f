package se.partnersec.gallra.runs.replay;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.schema.PolicyVersionRepository;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.ledger.evidence.GateStep;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Replays after a restore: asked for by a person, begun under the account of the job, counted under the reader's. */
public final class ReplayRunner {
    private static final Sentences SENTENCES = Sentences.of("runs");
    /** Steps of the gate beyond the newest seal that a copy may name. */
    private static final long MOST_UNSEALED_STEPS = 10_000;

    private final GallraSettings settings;
    private final ConfigurationFiles files;
    private final CategoryRegistry categories;
    private final SealStores stores;
    private final Logins logins;

    /**
     * @param finance of the person who asks
     */
    public record Logins(DatabaseLogin reader, DatabaseLogin job, DatabaseLogin finance) {}

    public ReplayRunner(
            GallraSettings settings,
            ConfigurationFiles files,
            CategoryRegistry categories,
            SealStores stores,
            Logins logins) {
        this.settings = settings;
        this.files = files;
        this.categories = categories;
        this.stores = stores;
        this.logins = logins;
    }

    /**
     * Files that say what was erased.
     *
     * @param ledger a copy of the ledger
     * @param seals a directory of exported seals; null for the one of the settings
     * @param publicKey null for the one of the settings
     */
    public record Files(
            Path ledger, @Nullable Path seals, @Nullable Path publicKey) {}

    /**
     * A replay that may run.
     *
     * @param restoration puts back the rows that the ledger of a category lost
     */
    public record Begun(SavedPlan plan, LedgerRowRestoration restoration) {}

    /**
     * Asks for a replay, under the login of finance.
     *
     * @param plans under the same login
     * @param whole whether it is about every row of the copy
     * @param lost what became of each step of the gate that is lost, such as {@code 2=entered as H-9}
     */
    public SavedPlan ask(PlanService plans, Files from, boolean whole, List<String> lost, String reason) {
        VerifiedLedgerCopy copy = copy(from);
        new PolicyVersionRepository(logins.finance().jdbc()).note(files.policy(), files.sources());
        SavedPlan plan = new ReplayService(
                        logins.reader().jdbc(), plans, files.sources().tables().keySet(), settings.tags())
                .ask(copy, whole, lost, files.fingerprint(), reason);
        passKnownSteps(copy);
        return plan;
    }

    /** Moves the gate beyond every step that seals and the copy know, so that what comes now has no number of what was lost. */
    private void passKnownSteps(VerifiedLedgerCopy copy) {
        long sealed = copy.last().holdEpoch();
        // No seal vouches for the lines of a copy: one that claims a step of a far time to come is not followed.
        long known = copy.steps().stream()
                .mapToLong(GateStep::epoch)
                .filter(epoch -> epoch <= sealed + MOST_UNSEALED_STEPS)
                .reduce(sealed, Math::max);
        ErasureGate gate = new ErasureGate(logins.finance().jdbc());
        Long epoch;
        do {
            epoch = logins.finance().transaction().execute(status -> gate.advance());
        } while (epoch != null && epoch < known);
    }

    private VerifiedLedgerCopy copy(Files from) {
        SealSettings seals = settings.seals();
        SealStores copies = from.seals() == null ? stores : SealStores.in(from.seals());
        Path key = from.publicKey() == null ? seals.publicKeyFile() : from.publicKey();
        if (!copies.any() || key == null) {
            throw RefusedException.configuration(SENTENCES.say("replay.replay-needs-exported-seals-public-key"));
        }
        return VerifiedLedgerCopy.verified(from.ledger(), copies, SealPublicKeys.read(key));
    }

    /** Checks an approved replay against the copy and begins it. */
    public Begun begin(String plan, Files from) {
        Replay replay = replay(plan);
        SavedPlan found = replay.open();
        return new Begun(found, replay.ready(copy(from)));
    }

    private Replay replay(String plan) {
        return new Replay(logins.job().jdbc(), logins.job().transaction(), settings.tags(), plan);
    }

    /** Counts what is there, and records the end if nothing is left without a reason. */
    public ReplayResult finish(String plan) {
        ReplayResidueCheck residue = new ReplayResidueCheck(
                logins.reader().dataSource(),
                files.policy(),
                files.sources(),
                KeyTypes.read(logins.reader().jdbc(), files.sources()),
                settings.tags());
        return replay(plan).finish(residue, categories.byName());
    }
}
