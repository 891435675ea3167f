package se.partnersec.gallra.policy.decision;

import java.nio.file.Path;
import se.partnersec.gallra.config.rules.PolicyReader;
import se.partnersec.gallra.testing.CategoryIds;

/** The policy this repository ships, for tests of the rules as they run. */
public final class ShippedPolicy {

    /** Surefire runs in the module's folder. */
    public static final Path FILE = Path.of("..", "..", "job-config", "policy.yml");

    public static final RetentionPolicy POLICY = PolicyReader.read(FILE, CategoryIds.KNOWN);

    private ShippedPolicy() {}
}
