package se.partnersec.gallra.config.mappingfile;

import java.util.List;
import java.util.Map;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Reads by which columns holds on people and papers reach a category; to have none takes a reason. */
final class ScopesBlock {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final String SCOPES = "scopes";
    private static final String BECAUSE = "because";
    private static final int LEAST_WORDS = 3;

    private ScopesBlock() {}

    /** The scopes of the record; none where the file says so, or where its children have them. */
    static Map<String, List<String>> read(
            DataCategory category, TableMappingReader table, List<TableMapping> children) {
        YamlMapping block = table.block();
        boolean none = !block.isBlock(SCOPES) && !block.isList(SCOPES) && "none".equals(block.text(SCOPES));
        if (none) {
            reason(category, block);
            return Map.of();
        }
        if (block.has(BECAUSE)) {
            block.fault(BECAUSE, SENTENCES.say("mappingfile.because-belongs-scopes-none-only-remove", category));
        }
        boolean ofChildren = children.stream()
                .anyMatch(child -> !child.detached() && !child.scopes().isEmpty());
        if (!block.has(SCOPES) && !ofChildren) {
            block.fault("table", SENTENCES.say("mappingfile.no-scopes-so-hold-customer-user", category));
        }
        return table.scopes();
    }

    private static void reason(DataCategory category, YamlMapping block) {
        if (!block.has(BECAUSE)) {
            block.fault(SCOPES, SENTENCES.say("mappingfile.scopes-none-needs-because-say-sentence", category));
            return;
        }
        String because = block.text(BECAUSE);
        if (because != null && because.strip().split("\\s+").length < LEAST_WORDS) {
            block.fault(
                    BECAUSE,
                    SENTENCES.say(
                            "mappingfile.because-must-sentence-says-why", category, SqlIdentifier.shown(because)));
        }
    }
}
