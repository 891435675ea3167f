package se.partnersec.gallra.operations.bucketpolicy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Where accounts of the object store work, by the environment and the mapping alone. */
public class BucketScopeFactory {
    private static final Sentences SENTENCES = Sentences.of("operations");
    private final Map<String, String> environment;
    private final Supplier<SourceMapping> sources;

    public BucketScopeFactory(Map<String, String> environment, Supplier<SourceMapping> sources) {
        this.environment = environment;
        this.sources = sources;
    }

    /** @param bucket null for the one that the environment names */
    public BucketScope of(BucketAccountUse use, @Nullable String bucket) {
        boolean seals = use == BucketAccountUse.SEALER;
        String variable = seals ? "GALLRA_SEAL_BUCKET" : "GALLRA_S3_BUCKET";
        String name = bucket == null ? environment.getOrDefault(variable, "").strip() : bucket;
        if (name.isEmpty()) {
            throw refused(SENTENCES.say("bucketpolicy.which-bucket-set-say-bucket-name", variable));
        }
        List<String> prefixes = seals
                ? List.of(environment.getOrDefault("GALLRA_SEAL_PREFIX", SealSettings.DEFAULT_PREFIX))
                : sources.get().withObjects().stream()
                        .map(table -> Objects.requireNonNull(table.objects()).prefix())
                        .toList();
        if (prefixes.isEmpty()) {
            throw refused(SENTENCES.say("bucketpolicy.sources-yml-maps-no-objects-so"));
        }
        try {
            return new BucketScope(name, prefixes, days());
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private int days() {
        String text = environment.getOrDefault("GALLRA_SEAL_RETENTION_DAYS", "").strip();
        if (text.isEmpty()) {
            return SealSettings.DEFAULT_RETENTION_DAYS;
        }
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw refused(SENTENCES.say("bucketpolicy.gallra-seal-retention-days-must-whole", text));
        }
        return Integer.parseInt(text);
    }

    private static RefusedException refused(String why) {
        return RefusedException.usage(why);
    }
}
