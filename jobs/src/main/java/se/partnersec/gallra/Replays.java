package se.partnersec.gallra;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approval.ApprovalDesk;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.cli.ReplayRooms;
import se.partnersec.gallra.cli.Rooms;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.replay.LedgerCopy;
import se.partnersec.gallra.replay.Replay;
import se.partnersec.gallra.replay.ReplayDesk;
import se.partnersec.gallra.replay.ReplayResult;
import se.partnersec.gallra.replay.Residue;
import se.partnersec.gallra.replay.ReturnedRows;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.saved.PlanDesk;
import se.partnersec.gallra.saved.ReplayRegister;
import se.partnersec.gallra.saved.SavedPlan;
import se.partnersec.gallra.seal.PublicKeys;
import se.partnersec.gallra.seal.SealPlaces;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.PolicyTexts;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.SealSettings;
import se.partnersec.gallra.support.RefusedException;

/** Replays: asked for under the account of finance, run under that of the job, counted under the reader's. */
final class Replays implements ReplayRooms {
    private final Supplier<House> opened;
    private final Running running;
    private @Nullable ReturnedRows returned;

    Replays(Supplier<House> opened, Running running) {
        this.opened = opened;
        this.running = running;
    }

    private House house() {
        return opened.get();
    }

    @Override
    public SavedPlan ask(Files files, boolean whole, String reason) {
        LedgerCopy copy = copy(files);
        JdbcTemplate finance = new JdbcTemplate(house().pool(Role.FINANCE));
        TransactionTemplate transaction = house().financeTransaction();
        new PolicyTexts(finance).note(house().policy(), house().sources());
        PlanDesk plans = new PlanDesk(
                finance,
                transaction,
                new ApprovalDesk(finance, transaction, house().limits().approvalDays()),
                house().limits().planHours());
        return new ReplayDesk(
                        new JdbcTemplate(house().pool(Role.READER)),
                        plans,
                        house().sources().tables().keySet(),
                        house().settings().tags())
                .ask(copy, whole, house().fingerprint(), reason);
    }

    private LedgerCopy copy(Files files) {
        SealSettings settings = house().settings().seals();
        SealPlaces seals = files.seals() == null ? house().sealPlaces() : SealPlaces.in(files.seals());
        Path key = files.publicKey() == null ? settings.publicKeyFile() : files.publicKey();
        if (!seals.any() || key == null) {
            throw RefusedException.configuration(
                    "a replay needs the exported seals and the public key: give --seals DIR and --public-key FILE,"
                            + " or set GALLRA_SEAL_DIR or GALLRA_SEAL_BUCKET, and GALLRA_SEAL_PUBLIC_KEY_FILE");
        }
        return LedgerCopy.verified(files.ledger(), seals, PublicKeys.read(key));
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
        JdbcTransactionManager manager = new JdbcTransactionManager(house().pool(Role.JOB));
        return new Replay(
                new JdbcTemplate(house().pool(Role.JOB)),
                new TransactionTemplate(manager),
                house().settings().tags(),
                plan);
    }

    @Override
    public RunResult run(DataCategory category, String plan, Rooms.Watcher watcher) {
        ReturnedRows rows = Objects.requireNonNull(returned, "a replay begins before it runs. Indicates a bug");
        return running.replay(category, plan, () -> rows.putBack(category), watcher);
    }

    @Override
    public List<String> open() {
        return new ReplayRegister(new JdbcTemplate(house().pool(Role.READER))).open();
    }

    @Override
    public ReplayResult finish(String plan) {
        House house = house();
        Residue residue = new Residue(
                house.pool(Role.READER),
                house.policy(),
                house.sources(),
                KeyKinds.read(new JdbcTemplate(house.pool(Role.READER)), house.sources()),
                house.settings().tags());
        return replay(plan).finish(residue, Categories.all());
    }
}
