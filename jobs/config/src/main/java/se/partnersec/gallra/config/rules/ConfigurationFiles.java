package se.partnersec.gallra.config.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.copies.CopyRegisterReader;
import se.partnersec.gallra.config.copies.DeclaredCopyLocation;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.policy.rule.DataCategories;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** The configuration files of one folder, each read and checked whole when first asked for. Needs no server. */
public class ConfigurationFiles {
    private static final Sentences SENTENCES = Sentences.of("config");
    /** Name of the mapping in the folder of the configuration. */
    public static final String SOURCES = "sources.yml";

    private final Path folder;
    private final CategoryRequirements requirements;
    private @Nullable RetentionPolicy policy;
    private @Nullable SourceMapping sources;
    private @Nullable LimitPolicy limits;
    private @Nullable ThrottlePolicy throttle;

    public ConfigurationFiles(Path folder, CategoryRequirements requirements) {
        this.folder = folder;
        this.requirements = requirements;
    }

    /** The categories that the files are about. */
    public DataCategories categories() {
        return requirements.categories();
    }

    /** Columns that each category must and may have mapped, by role. */
    public Map<DataCategory, RequiredRoles> roles() {
        return requirements.roles();
    }

    /** Categories whose records the Bookkeeping Act can keep. */
    public Set<DataCategory> keptByBooks() {
        return requirements.keptByBooks();
    }

    /** The retention rules. */
    public RetentionPolicy policy() {
        if (policy == null) {
            policy = PolicyReader.read(folder.resolve("policy.yml"), categories());
        }
        return policy;
    }

    /** The mapping, not yet checked against the database. */
    public SourceMapping sources() {
        if (sources == null) {
            Path file = folder.resolve(SOURCES);
            if (Files.notExists(file)) {
                throw new ConfigException(List.of(new ConfigProblem(
                        file.toString(),
                        0,
                        SENTENCES.say("rules.there-no-gallra-init-proposes-one", SOURCES, SOURCES))));
            }
            sources = SourceMappingReader.read(file, requirements.roles());
        }
        return sources;
    }

    /** The limits of a run; not part of the fingerprint, because each run freezes its own limits. */
    public LimitPolicy limits() {
        if (limits == null) {
            limits =
                    LimitsReader.read(folder.resolve("limits.yml"), categories().names());
        }
        return limits;
    }

    /** When runs may work and what makes them wait; not part of the fingerprint, because it does not change what is erased. */
    public ThrottlePolicy throttle() {
        if (throttle == null) {
            refuse("brakes.yml", "throttle.yml");
            throttle = ThrottleReader.read(
                    folder.resolve("throttle.yml"), categories().names());
        }
        return throttle;
    }

    /** Declared places that may hold copies of erased records. A fault in this file stops no run. */
    public List<DeclaredCopyLocation> copyLocations() {
        refuse("horizon.yml", "copies.yml");
        return CopyRegisterReader.read(folder.resolve("copies.yml"));
    }

    /**
     * Reads every file and checks it whole.
     *
     * @return false if there is no {@code privacy-policy.txt} to compare the quoted sentences with
     * @throws ConfigException with the faults of all files
     */
    public boolean check() {
        List<ConfigProblem> faults = new ArrayList<>();
        for (Runnable read : List.<Runnable>of(
                this::policy,
                this::sources,
                this::limits,
                this::throttle,
                this::copyLocations,
                this::housekeeping,
                this::controller)) {
            try {
                read.run();
            } catch (ConfigException e) {
                faults.addAll(e.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        fingerprint();
        return compareSentences();
    }

    /** Every file of settings that can be in the folder, and whether it is there; in its absence defaults apply. */
    public Map<String, Boolean> present() {
        Map<String, Boolean> present = new LinkedHashMap<>();
        for (String name : List.of(
                "policy.yml", SOURCES, "limits.yml", "throttle.yml", "copies.yml", "own-data.yml", "register.yml")) {
            present.put(name, Files.exists(folder.resolve(name)));
        }
        return present;
    }

    /** Configuration file of an earlier name: refused, since its settings would be ignored. */
    private void refuse(String earlier, String now) {
        if (Files.exists(folder.resolve(earlier))) {
            throw RefusedException.configuration(SENTENCES.say("rules.rename", folder.resolve(earlier), now));
        }
    }

    /** Controller and transfers for the record of processing activities, from {@code register.yml}. A fault in this file stops no run. */
    public ControllerDeclaration controller() {
        return ControllerReader.read(
                folder.resolve("register.yml"), categories().names());
    }

    /**
     * Compares the sentences that the rules quote with the privacy policy as it was published.
     *
     * @return false if there is no {@code privacy-policy.txt} to compare with
     * @throws ConfigException if one is not there word for word
     */
    private boolean compareSentences() {
        Optional<List<ConfigProblem>> faults = PrivacyPolicyText.faults(folder, policy());
        if (faults.filter(each -> !each.isEmpty()).isPresent()) {
            throw new ConfigException(faults.get());
        }
        return faults.isPresent();
    }

    /** Retention periods of the suite's own records. A fault in this file stops no run. */
    public HousekeepingPolicy housekeeping() {
        return HousekeepingReader.read(folder.resolve("own-data.yml"));
    }

    /**
     * The mapping of the billing tables.
     *
     * @throws RefusedException if the mapping has no block for it
     */
    public BooksMapping billing() {
        BooksMapping billing = sources().books();
        if (billing == null) {
            throw RefusedException.configuration(SENTENCES.say(
                    "rules.does-not-say-where-billing-add", sources().file()));
        }
        return billing;
    }

    /** The schema of the source tables: the one that most categories lie in. */
    public String sourceSchema() {
        Map<String, Long> schemas = sources().tables().values().stream()
                .collect(Collectors.groupingBy(
                        table -> table.record().schema(), LinkedHashMap::new, Collectors.counting()));
        return schemas.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    /** Recipients of copies of each category's records, in the order of the file. */
    public Map<DataCategory, List<String>> recipients() {
        Map<DataCategory, List<String>> recipients = new LinkedHashMap<>();
        for (DataCategory category : categories().names()) {
            recipients.put(
                    category,
                    sources().copies(category).stream()
                            .map(copy -> copy.recipient() + " (" + copy.name() + ")")
                            .toList());
        }
        return recipients;
    }

    /**
     * The fingerprint of policy and mapping: 64 hex digits.
     *
     * @throws ConfigException if each is sound by itself and they do not go together
     */
    public String fingerprint() {
        limits(); // no part of it, but faults of every file come out here
        throttle();
        List<ConfigProblem> problems = StatisticTiming.problems(sources(), policy());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return PolicyFingerprint.of(policy().canonical(), sources().canonical());
    }
}
