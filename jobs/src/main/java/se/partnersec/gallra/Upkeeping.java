package se.partnersec.gallra;

import java.nio.file.Path;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.cli.UpkeepRooms;
import se.partnersec.gallra.policy.OwnDataPolicy;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.upkeep.Pruner;

/** What is past its time of the suite's own notes: told under the account that reads, removed under the owner's. */
final class Upkeeping implements UpkeepRooms {
    private final Opening opening;

    Upkeeping(Opening opening) {
        this.opening = opening;
    }

    @Override
    public OwnDataPolicy periods() {
        return opening.papers().ownData();
    }

    @Override
    public List<Pruner.Past> past() {
        return pruner(Role.READER).past();
    }

    @Override
    public Pruner.Report prune(Path under, boolean remove) {
        return pruner(Role.OWNER).prune(under, remove);
    }

    private Pruner pruner(Role role) {
        OwnDataPolicy periods = periods();
        var pool = opening.house().pool(role);
        return new Pruner(new JdbcTemplate(pool), new JdbcTransactionManager(pool), periods, point -> {});
    }
}
