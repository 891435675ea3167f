package se.partnersec.gallra;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.store.Fingerprint;
import se.partnersec.gallra.store.PolicyFile;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.SourcesFile;

/** The two files that decide what is erased, read when first asked for; needs no server. */
final class Paperwork {
    private final Path folder;
    private @Nullable RetentionPolicy policy;
    private @Nullable Sources sources;

    Paperwork(Path folder) {
        this.folder = folder;
    }

    /** The rules; read and checked whole. */
    RetentionPolicy policy() {
        if (policy == null) {
            policy = PolicyFile.read(folder.resolve("policy.yml"));
        }
        return policy;
    }

    /** The mapping; read and checked whole, but not yet against the database. */
    Sources sources() {
        if (sources == null) {
            sources = SourcesFile.read(folder.resolve("sources.yml"), Categories.needs());
        }
        return sources;
    }

    /** Which version of policy and mapping this is: 64 hex digits. */
    String fingerprint() {
        return Fingerprint.of(policy().canonical(), sources().canonical());
    }
}
