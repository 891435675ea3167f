package se.partnersec.gallra.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.engine.LastRule;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.PolicyTexts;
import se.partnersec.gallra.support.RefusedException;

/** Finds the rules that runs and plans went by: by their fingerprint, or as those that let records go last. Reads only. */
public final class StoredPolicies {
    /** What is typed for the rules that records last went by, category by category. */
    public static final String LAST = "last";

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{6,64}");

    private final JdbcTemplate jdbc;
    private final PolicyTexts texts;

    public StoredPolicies(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.texts = new PolicyTexts(jdbc);
    }

    /** Whether what was typed is the beginning of a fingerprint; anything else is the name of a file. */
    public static boolean fingerprint(String typed) {
        return FINGERPRINT.matcher(typed).matches();
    }

    /**
     * @param prefix of its fingerprint, six hex digits or more
     * @throws RefusedException if none begins so, or more than one, or it is another program version's
     */
    public PolicyVersion of(String prefix) {
        List<String> found = texts.beginning(prefix);
        if (found.size() != 1) {
            throw RefusedException.usage(
                    found.isEmpty()
                            ? "no policy on record has a fingerprint that begins with " + prefix
                                    + ": runs and saved plans put theirs on record (gallra plans show, gallra policy check);"
                                    + " for a file of that name type ./" + prefix
                            : "more than one fingerprint begins with " + prefix + ": type more of it ("
                                    + String.join(", ", found) + ")");
        }
        return found(found.get(0))
                .orElseThrow(() -> RefusedException.usage("policy " + found.get(0)
                        + " is on record in the words of another version of Gallra, which this one cannot read"));
    }

    /**
     * What each category last went by.
     *
     * @param versions of those where it is known
     * @param unknown of those where it is not on record: the fingerprint
     * @param never those whose records none of these runs took
     */
    public record Last(
            Map<DataCategory, PolicyVersion> versions, Map<DataCategory, String> unknown, List<DataCategory> never) {}

    /** @param categories those that are mapped now */
    public Last last(Iterable<DataCategory> categories) {
        Last last = new Last(new EnumMap<>(DataCategory.class), new EnumMap<>(DataCategory.class), new ArrayList<>());
        for (DataCategory category : categories) {
            LastRule rule = LastRule.of(jdbc, category).orElse(null);
            if (rule == null) {
                last.never().add(category);
                continue;
            }
            found(rule.policy())
                    .ifPresentOrElse(
                            version -> last.versions().put(category, version),
                            () -> last.unknown().put(category, rule.policy()));
        }
        return last;
    }

    private Optional<PolicyVersion> found(String fingerprint) {
        try {
            return texts.find(fingerprint).map(PolicyVersion::of);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
