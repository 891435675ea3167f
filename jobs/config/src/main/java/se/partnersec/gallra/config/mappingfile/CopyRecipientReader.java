package se.partnersec.gallra.config.mappingfile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Reads the block {@code copies} of the mapping file: who holds copies that the suite cannot reach. */
final class CopyRecipientReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final int LONGEST = 190;
    private static final int MOST_DAYS = 90;

    private final Collection<DataCategory> mapped;

    private CopyRecipientReader(Collection<DataCategory> mapped) {
        this.mapped = mapped;
    }

    /** @param mapped the categories of the same file */
    static List<SourceMapping.CopyRecipient> read(@Nullable YamlMapping block, Collection<DataCategory> mapped) {
        List<SourceMapping.CopyRecipient> copies = new ArrayList<>();
        if (block != null) {
            CopyRecipientReader reader = new CopyRecipientReader(mapped);
            for (String name : block.keys()) {
                if (!NAME.matcher(name).matches()) {
                    block.fault(name, SENTENCES.say("mappingfile.copies-must-short-word-z", SqlIdentifier.shown(name)));
                }
                YamlMapping one = block.block(name);
                if (one != null) {
                    copies.add(reader.copy(name, one));
                }
            }
        }
        return List.copyOf(copies);
    }

    private SourceMapping.CopyRecipient copy(String name, YamlMapping one) {
        one.allowOnly(Set.of("of", "recipient", "contact", "days"));
        one.require(List.of("of", "recipient", "contact", "days"));
        Integer days = one.number("days");
        if (days != null && (days < 1 || days > MOST_DAYS)) {
            one.fault("days", SENTENCES.say("mappingfile.days-must-lie-between-1", one.name(), MOST_DAYS, days));
        }
        return new SourceMapping.CopyRecipient(
                name, of(one), text(one, "recipient"), text(one, "contact"), days == null ? 1 : days);
    }

    private Set<DataCategory> of(YamlMapping one) {
        List<String> named = one.texts("of");
        Set<DataCategory> of = new TreeSet<>();
        for (String id : named == null ? List.<String>of() : named) {
            mapped.stream()
                    .filter(category -> category.id().equals(id))
                    .findFirst()
                    .ifPresentOrElse(
                            of::add,
                            () -> one.fault(
                                    "of",
                                    SENTENCES.say(
                                            "mappingfile.no-mapped-category-map-take-out",
                                            SqlIdentifier.shown(id),
                                            one.name())));
        }
        return of;
    }

    private static String text(YamlMapping one, String key) {
        String text = one.text(key);
        if (text != null && (text.length() > LONGEST || text.matches("(?s).*\\p{Cntrl}.*"))) {
            one.fault(key, SENTENCES.say("mappingfile.must-one-line-most-characters", key, one.name(), LONGEST));
        }
        return text == null ? "" : text;
    }
}
