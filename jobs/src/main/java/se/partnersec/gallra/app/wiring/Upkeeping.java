package se.partnersec.gallra.app.wiring;

import java.nio.file.Path;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.cli.rooms.UpkeepRooms;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.operations.housekeeping.Pruner;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;

/** What is past its time of the suite's own notes: told under the account that reads, removed under the owner's. */
final class Upkeeping implements UpkeepRooms {
    private final Opening opening;

    Upkeeping(Opening opening) {
        this.opening = opening;
    }

    @Override
    public HousekeepingPolicy periods() {
        return opening.papers().ownData();
    }

    @Override
    public List<Pruner.Past> past() {
        return pruner(DatabaseRole.READER).past();
    }

    @Override
    public Pruner.Report prune(Path under, boolean remove) {
        return pruner(DatabaseRole.OWNER).prune(under, remove);
    }

    private Pruner pruner(DatabaseRole role) {
        HousekeepingPolicy periods = periods();
        var pool = opening.house().pool(role);
        return new Pruner(new JdbcTemplate(pool), new JdbcTransactionManager(pool), periods, point -> {});
    }
}
