package se.partnersec.gallra.app.wiring;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.rules.CopyRegisterReader;
import se.partnersec.gallra.config.rules.DeclaredCopyLocation;
import se.partnersec.gallra.config.rules.HousekeepingReader;
import se.partnersec.gallra.config.rules.LimitsReader;
import se.partnersec.gallra.config.rules.PolicyFingerprint;
import se.partnersec.gallra.config.rules.PolicyReader;
import se.partnersec.gallra.config.rules.StatisticTiming;
import se.partnersec.gallra.config.rules.ThrottleReader;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.policy.rule.DataCategory;

/** The files that decide what is erased, and how much of it at once, read when first asked for; needs no server. */
final class Paperwork {
    private final Path folder;
    private @Nullable RetentionPolicy policy;
    private @Nullable SourceMapping sources;
    private @Nullable LimitPolicy limits;
    private @Nullable ThrottlePolicy brakes;

    Paperwork(Path folder) {
        this.folder = folder;
    }

    /** The rules; read and checked whole. */
    RetentionPolicy policy() {
        if (policy == null) {
            policy = PolicyReader.read(folder.resolve("policy.yml"));
        }
        return policy;
    }

    /** The mapping; read and checked whole, but not yet against the database. */
    SourceMapping sources() {
        if (sources == null) {
            sources = SourceMappingReader.read(folder.resolve("sources.yml"), Categories.needs());
        }
        return sources;
    }

    /** How much runs may erase; no part of the version, because each run freezes its own. */
    LimitPolicy limits() {
        if (limits == null) {
            limits = LimitsReader.read(folder.resolve("limits.yml"));
        }
        return limits;
    }

    /** When runs may be at work and what makes them wait; no part of the version, because it changes nothing of what goes. */
    ThrottlePolicy brakes() {
        if (brakes == null) {
            brakes = ThrottleReader.read(folder.resolve("brakes.yml"));
        }
        return brakes;
    }

    /** What is declared of places that may hold what was erased; a fault in it stops no run, which it says nothing about. */
    List<DeclaredCopyLocation> horizon() {
        return CopyRegisterReader.read(folder.resolve("horizon.yml"));
    }

    /** How long the suite keeps its own notes; a fault in it stops no run, for nothing of it goes by itself. */
    HousekeepingPolicy ownData() {
        return HousekeepingReader.read(folder.resolve("own-data.yml"));
    }

    /** Who holds copies of the records of each category, in the order of the file. */
    Map<DataCategory, List<String>> recipients() {
        Map<DataCategory, List<String>> recipients = new EnumMap<>(DataCategory.class);
        for (DataCategory category : DataCategory.values()) {
            recipients.put(
                    category,
                    sources().copies(category).stream()
                            .map(copy -> copy.recipient() + " (" + copy.name() + ")")
                            .toList());
        }
        return recipients;
    }

    /**
     * Which version of policy and mapping this is: 64 hex digits.
     *
     * @throws ConfigException if each is sound by itself and they do not go together
     */
    String fingerprint() {
        limits(); // no part of it, but faults of every file come out here
        brakes();
        List<ConfigProblem> problems = StatisticTiming.problems(sources(), policy());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return PolicyFingerprint.of(policy().canonical(), sources().canonical());
    }
}
