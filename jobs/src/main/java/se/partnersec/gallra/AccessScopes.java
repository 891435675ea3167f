package se.partnersec.gallra;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.access.AccessUse;
import se.partnersec.gallra.access.Scope;
import se.partnersec.gallra.store.SealSettings;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.support.RefusedException;

/** Where accounts of the object store work, by the environment and the mapping alone. */
final class AccessScopes {
    private final Map<String, String> environment;

    AccessScopes(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @param bucket null for the one that the environment names */
    Scope of(AccessUse use, @Nullable String bucket, Sources sources) {
        boolean seals = use == AccessUse.SEALER;
        String variable = seals ? "GALLRA_SEAL_BUCKET" : "GALLRA_S3_BUCKET";
        String name = bucket == null ? environment.getOrDefault(variable, "").strip() : bucket;
        if (name.isEmpty()) {
            throw refused("which bucket? Set " + variable + ", or say --bucket NAME");
        }
        List<String> prefixes = seals
                ? List.of(environment.getOrDefault("GALLRA_SEAL_PREFIX", SealSettings.DEFAULT_PREFIX))
                : sources.withObjects().stream()
                        .map(table -> Objects.requireNonNull(table.objects()).prefix())
                        .toList();
        if (prefixes.isEmpty()) {
            throw refused("sources.yml maps no objects, so nobody needs an account of a bucket");
        }
        try {
            return new Scope(name, prefixes);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static RefusedException refused(String why) {
        return RefusedException.usage(why);
    }
}
