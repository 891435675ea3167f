package se.partnersec.gallra.policy;

import java.nio.file.Path;
import se.partnersec.gallra.store.PolicyFile;

/** The policy this repository ships, for tests of the rules as they run. */
public final class ShippedPolicy {

    /** Surefire runs in the module's folder. */
    public static final Path FILE = Path.of("..", "job-config", "policy.yml");

    public static final RetentionPolicy POLICY = PolicyFile.read(FILE);

    private ShippedPolicy() {}
}
