package se.partnersec.gallra.planning.forecast;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.adoption.AdoptionService;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.rules.LimitsReader;
import se.partnersec.gallra.config.rules.PolicyReader;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** The configuration files at hand, compared with other versions and with the rules in force. */
public class PolicyService {
    private final ConfigurationFiles files;
    private final DatabaseLogin reader;
    private final Supplier<RulesInForce> rules;
    private final Supplier<PolicyImpact> impact;
    private final Supplier<AdoptionService> adoptions;
    private final Clock clock;

    /** @param adoptions under the account of finance */
    public PolicyService(
            ConfigurationFiles files,
            DatabaseLogin reader,
            Supplier<RulesInForce> rules,
            Supplier<PolicyImpact> impact,
            Supplier<AdoptionService> adoptions,
            Clock clock) {
        this.files = files;
        this.reader = reader;
        this.rules = rules;
        this.impact = impact;
        this.adoptions = adoptions;
        this.clock = clock;
    }

    /** Read and checked without a server; so are fingerprint, categories and recipients. */
    public RetentionPolicy policy() {
        return files.policy();
    }

    /** Fingerprint of policy and mapping: 64 hex digits. */
    public String fingerprint() {
        return files.fingerprint();
    }

    /** The categories that the mapping names. */
    public Set<DataCategory> mapped() {
        return files.sources().tables().keySet();
    }

    /** Recipients of copies of each category's records, as the mapping declares them. */
    public Map<DataCategory, List<String>> recipients() {
        return files.recipients();
    }

    /**
     * Configuration files that were checked.
     *
     * @param read names of those that are there
     * @param absent names of those that are not, so that defaults apply
     * @param compared whether there was a published privacy policy to compare the quoted sentences with
     */
    public record Checked(List<String> read, List<String> absent, boolean compared) {}

    /**
     * Reads every configuration file and checks it whole, without a server.
     *
     * @throws ConfigException with the faults of all files
     */
    public Checked check() {
        boolean compared = files.check();
        Map<String, Boolean> present = files.present();
        return new Checked(named(present, true), named(present, false), compared);
    }

    private static List<String> named(Map<String, Boolean> present, boolean wanted) {
        return present.entrySet().stream()
                .filter(each -> each.getValue() == wanted)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What is strange in samples of the mapped tables, under the account of the reader. */
    public List<MappingSampler.Observation> sample() {
        return new MappingSampler(reader.jdbc(), clock).look(files.sources(), files.roles());
    }

    /** How the rules and limits at hand stand to those in force. */
    public RulesInForce.Standing rules() {
        return rules.get().standing();
    }

    /** Where the rules and limits at hand are put in force. */
    public AdoptionService adoptions() {
        return adoptions.get();
    }

    /**
     * Compares two versions: each a policy file, or {@code adopted}, or the beginning of the fingerprint of one on record.
     *
     * @param later null for the files at hand
     * @param count whether to count in the database what it would mean today; nothing is written
     * @throws se.partnersec.gallra.support.exit.RefusedException if there is none by that name
     */
    public List<PolicyImpact.Change> diff(String earlier, @Nullable String later, Locale language, boolean count) {
        PolicyVersion now = later == null ? atHand() : version(later);
        Map<DataCategory, PolicyVersion> then = of(version(earlier));
        List<PolicyImpact.Change> changes = PolicyImpact.words(then, now, language);
        return count ? counted(changes, then, now) : changes;
    }

    /**
     * What it changes to put the files at hand in force.
     *
     * @param inForce null if nothing is
     * @param readable false if the rules in force are another program version's: then all rules are given
     * @param changes of the rules; all of them where there are none to compare with
     * @param limits values that differ from those of the limits in force, a line each
     */
    public record Adopting(
            RulesInForce.@Nullable Adoption inForce,
            boolean readable,
            List<PolicyImpact.Change> changes,
            List<String> limits) {}

    /** @param count as with {@link #diff} */
    public Adopting adopting(Locale language, boolean count) {
        RulesInForce.Adoption adoption = RulesInForce.inForce(reader.jdbc()).orElse(null);
        PolicyVersion before =
                adoption == null ? null : stored().adopted(adoption).orElse(null);
        Map<DataCategory, PolicyVersion> then = before == null ? Map.of() : of(before);
        List<PolicyImpact.Change> changes = before == null
                ? PolicyImpact.all(mapped(), files.policy(), language)
                : PolicyImpact.words(then, atHand(), language);
        return new Adopting(
                adoption,
                adoption == null || before != null,
                count ? counted(changes, then, atHand()) : changes,
                files.limits().differences(limits(adoption)));
    }

    /** Null too where another program version's are in force. */
    private @Nullable LimitPolicy limits(RulesInForce.@Nullable Adoption adoption) {
        try {
            return adoption == null
                    ? null
                    : LimitsReader.parse(
                            adoption.id(), adoption.limits(), files.categories().names());
        } catch (ConfigException e) {
            return null;
        }
    }

    private List<PolicyImpact.Change> counted(
            List<PolicyImpact.Change> changes, Map<DataCategory, PolicyVersion> then, PolicyVersion now) {
        return impact.get().counted(changes, then, now, SwedishCalendar.localDate(clock.instant()));
    }

    private static Map<DataCategory, PolicyVersion> of(PolicyVersion version) {
        Map<DataCategory, PolicyVersion> all = new LinkedHashMap<>();
        version.policy().rules().forEach(rule -> all.put(rule.category(), version));
        return all;
    }

    private PolicyVersion atHand() {
        return new PolicyVersion(files.policy(), files.sources().canonical());
    }

    private PolicyVersion version(String named) {
        if (named.equals(StoredPolicies.ADOPTED)) {
            return stored().adopted();
        }
        return StoredPolicies.fingerprint(named)
                ? stored().of(named)
                : new PolicyVersion(PolicyReader.read(Path.of(named), files.categories()), null);
    }

    private StoredPolicies stored() {
        return new StoredPolicies(reader.jdbc(), files.categories());
    }
}
