package se.partnersec.gallra.operations.housekeeping;

import java.nio.file.Path;
import java.util.List;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;

/** Records of the suite itself that are past their period: listed under the account of the reader, removed under the owner's. */
public final class HousekeepingService {
    private final ConfigurationFiles files;
    private final DatabaseLogin reader;
    private final DatabaseLogin owner;

    public HousekeepingService(ConfigurationFiles files, DatabaseLogin reader, DatabaseLogin owner) {
        this.files = files;
        this.reader = reader;
        this.owner = owner;
    }

    /** The periods of own-data.yml, read without a server. */
    public HousekeepingPolicy periods() {
        return files.housekeeping();
    }

    public List<Pruner.Past> past() {
        return pruner(reader).past();
    }

    /**
     * Exports records that are past their period and reads the export back.
     *
     * @param under the folder of the export
     * @param remove whether to remove them after that
     */
    public Pruner.Report prune(Path under, boolean remove) {
        return pruner(owner).prune(under, remove);
    }

    private Pruner pruner(DatabaseLogin login) {
        return new Pruner(login.jdbc(), login.manager(), periods(), point -> {});
    }
}
