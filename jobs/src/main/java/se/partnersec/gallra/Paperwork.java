package se.partnersec.gallra;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.policy.BrakePolicy;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.LimitPolicy;
import se.partnersec.gallra.policy.OwnDataPolicy;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.store.BrakesFile;
import se.partnersec.gallra.store.ConfigException;
import se.partnersec.gallra.store.ConfigProblem;
import se.partnersec.gallra.store.DeclaredPlace;
import se.partnersec.gallra.store.Fingerprint;
import se.partnersec.gallra.store.HorizonFile;
import se.partnersec.gallra.store.LimitsFile;
import se.partnersec.gallra.store.OwnDataFile;
import se.partnersec.gallra.store.PolicyFile;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.SourcesFile;
import se.partnersec.gallra.store.StatisticTiming;

/** The files that decide what is erased, and how much of it at once, read when first asked for; needs no server. */
final class Paperwork {
    private final Path folder;
    private @Nullable RetentionPolicy policy;
    private @Nullable Sources sources;
    private @Nullable LimitPolicy limits;
    private @Nullable BrakePolicy brakes;

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

    /** How much runs may erase; no part of the version, because each run freezes its own. */
    LimitPolicy limits() {
        if (limits == null) {
            limits = LimitsFile.read(folder.resolve("limits.yml"));
        }
        return limits;
    }

    /** When runs may be at work and what makes them wait; no part of the version, because it changes nothing of what goes. */
    BrakePolicy brakes() {
        if (brakes == null) {
            brakes = BrakesFile.read(folder.resolve("brakes.yml"));
        }
        return brakes;
    }

    /** What is declared of places that may hold what was erased; a fault in it stops no run, which it says nothing about. */
    List<DeclaredPlace> horizon() {
        return HorizonFile.read(folder.resolve("horizon.yml"));
    }

    /** How long the suite keeps its own notes; a fault in it stops no run, for nothing of it goes by itself. */
    OwnDataPolicy ownData() {
        return OwnDataFile.read(folder.resolve("own-data.yml"));
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
        return Fingerprint.of(policy().canonical(), sources().canonical());
    }
}
