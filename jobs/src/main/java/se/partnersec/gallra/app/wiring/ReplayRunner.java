package se.partnersec.gallra.app.wiring;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plan.ReplayRepository;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.cli.rooms.ReplayRooms;
import se.partnersec.gallra.cli.rooms.Rooms;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.schema.PolicyVersionRepository;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.replay.LedgerRowRestoration;
import se.partnersec.gallra.runs.replay.Replay;
import se.partnersec.gallra.runs.replay.ReplayResidueCheck;
import se.partnersec.gallra.runs.replay.ReplayResult;
import se.partnersec.gallra.runs.replay.ReplayService;
import se.partnersec.gallra.runs.replay.VerifiedLedgerCopy;
import se.partnersec.gallra.support.exit.RefusedException;

/** Replays: asked for under the account of finance, run under that of the job, counted under the reader's. */
public final class ReplayRunner implements ReplayRooms {
    private final Supplier<House> opened;
    private final RunService running;
    private @Nullable LedgerRowRestoration returned;

    public ReplayRunner(Supplier<House> opened, RunService running) {
        this.opened = opened;
        this.running = running;
    }

    private House house() {
        return opened.get();
    }

    @Override
    public SavedPlan ask(Files files, boolean whole, String reason) {
        VerifiedLedgerCopy copy = copy(files);
        JdbcTemplate finance = new JdbcTemplate(house().pool(DatabaseRole.FINANCE));
        TransactionTemplate transaction = house().financeTransaction();
        new PolicyVersionRepository(finance).note(house().policy(), house().sources());
        PlanService plans = new PlanService(
                finance,
                transaction,
                new ApprovalService(finance, transaction, house().limits().approvalDays()),
                house().limits().planHours());
        return new ReplayService(
                        new JdbcTemplate(house().pool(DatabaseRole.READER)),
                        plans,
                        house().sources().tables().keySet(),
                        house().settings().tags())
                .ask(copy, whole, house().fingerprint(), reason);
    }

    private VerifiedLedgerCopy copy(Files files) {
        SealSettings settings = house().settings().seals();
        SealStores seals = files.seals() == null ? house().sealPlaces() : SealStores.in(files.seals());
        Path key = files.publicKey() == null ? settings.publicKeyFile() : files.publicKey();
        if (!seals.any() || key == null) {
            throw RefusedException.configuration(
                    "a replay needs the exported seals and the public key: give --seals DIR and --public-key FILE,"
                            + " or set GALLRA_SEAL_DIR or GALLRA_SEAL_BUCKET, and GALLRA_SEAL_PUBLIC_KEY_FILE");
        }
        return VerifiedLedgerCopy.verified(files.ledger(), seals, SealPublicKeys.read(key));
    }

    @Override
    public SavedPlan begin(String plan, Files files) {
        Replay replay = replay(plan);
        SavedPlan found = replay.open();
        returned = replay.ready(copy(files));
        house().replay(found.id());
        return found;
    }

    private Replay replay(String plan) {
        JdbcTransactionManager manager = new JdbcTransactionManager(house().pool(DatabaseRole.JOB));
        return new Replay(
                new JdbcTemplate(house().pool(DatabaseRole.JOB)),
                new TransactionTemplate(manager),
                house().settings().tags(),
                plan);
    }

    @Override
    public RunResult run(DataCategory category, String plan, Rooms.Watcher watcher) {
        LedgerRowRestoration rows = Objects.requireNonNull(returned, "a replay begins before it runs. Indicates a bug");
        return running.replay(category, plan, () -> rows.putBack(category), watcher);
    }

    @Override
    public List<String> open() {
        return new ReplayRepository(new JdbcTemplate(house().pool(DatabaseRole.READER))).open();
    }

    @Override
    public ReplayResult finish(String plan) {
        House house = house();
        ReplayResidueCheck residue = new ReplayResidueCheck(
                house.pool(DatabaseRole.READER),
                house.policy(),
                house.sources(),
                KeyTypes.read(new JdbcTemplate(house.pool(DatabaseRole.READER)), house.sources()),
                house.settings().tags());
        return replay(plan).finish(residue, Categories.all());
    }
}
