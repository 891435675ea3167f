package se.partnersec.gallra.cli.rooms;

import java.nio.file.Path;
import java.util.List;
import se.partnersec.gallra.operations.housekeeping.Pruner;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;

/** What the suite keeps about its own work. */
public interface UpkeepRooms {
    /** What own-data.yml says; read and checked whole, without a server. */
    HousekeepingPolicy periods();

    /** What is past its period; read under the account that may only read. */
    List<Pruner.Past> past();

    /** Exports it under a folder, reads that back and, if so asked, removes it; under the owner's account. */
    Pruner.Report prune(Path under, boolean remove);
}
