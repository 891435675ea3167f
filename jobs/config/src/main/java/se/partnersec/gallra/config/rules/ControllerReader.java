package se.partnersec.gallra.config.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.StrictYaml;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Reads {@code register.yml} strictly; what it does not say, and where there is no such file, is not declared. */
final class ControllerReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final String NOT_DECLARED = "not declared";
    private static final String NONE = "none";
    private static final String CONTROLLER = "controller";
    private static final String TRANSFERS = "transfers";
    private static final String PERSONAL_DATA = "personal-data";
    private static final String SECURITY = "security";
    private static final int LONGEST = 300;

    private ControllerReader() {}

    /** Declarations of the file; throws {@link ConfigException} with every fault and its line. */
    static ControllerDeclaration read(Path file, Collection<DataCategory> categories) {
        if (!Files.exists(file)) {
            return ControllerDeclaration.NOTHING;
        }
        YamlMapping.Faults faults = new YamlMapping.Faults(file.toString());
        ControllerDeclaration declared = declaration(StrictYaml.read(file, faults), categories);
        faults.throwIfAny();
        return declared;
    }

    private static ControllerDeclaration declaration(YamlMapping file, Collection<DataCategory> categories) {
        file.allowOnly(Set.of(
                CONTROLLER,
                "joint-controllers",
                "representative",
                "data-protection-officer",
                PERSONAL_DATA,
                TRANSFERS,
                SECURITY));
        YamlMapping controller = file.block(CONTROLLER);
        if (controller != null) {
            controller.allowOnly(Set.of("name", "organisation-number", "contact"));
        }
        return new ControllerDeclaration(
                declared(controller, "name"),
                declared(controller, "organisation-number"),
                declared(controller, "contact"),
                declared(file, "joint-controllers"),
                declared(file, "representative"),
                declared(file, "data-protection-officer"),
                personalData(file, categories),
                transfers(file, categories),
                security(file));
    }

    private static @Nullable String declared(@Nullable YamlMapping block, String key) {
        if (block == null || !block.has(key)) {
            return null;
        }
        String text = block.text(key);
        if (text == null || text.equals(NOT_DECLARED)) {
            return null;
        }
        if (text.length() > LONGEST || text.matches("(?s).*\\p{Cntrl}.*")) {
            block.fault(key, SENTENCES.say("rules.must-one-line-most-characters", key, LONGEST));
        }
        return text;
    }

    private static Map<DataCategory, String> personalData(YamlMapping file, Collection<DataCategory> categories) {
        YamlMapping block = file.block(PERSONAL_DATA);
        if (block == null) {
            return Map.of();
        }
        block.allowOnly(categories.stream().map(DataCategory::id).collect(Collectors.toSet()));
        Map<DataCategory, String> data = new LinkedHashMap<>();
        for (DataCategory category : categories) {
            String text = declared(block, category.id());
            if (text != null) {
                data.put(category, text);
            }
        }
        return data;
    }

    private static @Nullable Map<DataCategory, ControllerDeclaration.Transfer> transfers(
            YamlMapping file, Collection<DataCategory> categories) {
        if (!file.has(TRANSFERS)) {
            return null;
        }
        if (!file.isBlock(TRANSFERS)) {
            String word = file.text(TRANSFERS);
            if (word != null && !word.equals(NONE) && !word.equals(NOT_DECLARED)) {
                file.fault(
                        TRANSFERS,
                        SENTENCES.say("rules.must-block-categories-words", TRANSFERS, NONE, NOT_DECLARED, word));
            }
            return NONE.equals(word) ? Map.of() : null;
        }
        Map<DataCategory, ControllerDeclaration.Transfer> transfers = new LinkedHashMap<>();
        file.blocks(TRANSFERS, categories, DataCategory::id).forEach((category, one) -> {
            one.allowOnly(Set.of("to", "safeguard"));
            one.require(List.of("to", "safeguard"));
            // A transfer of which something is not declared is a transfer all the same.
            transfers.put(
                    category, new ControllerDeclaration.Transfer(declared(one, "to"), declared(one, "safeguard")));
        });
        return transfers;
    }

    private static List<String> security(YamlMapping file) {
        if (!file.has(SECURITY) || !file.isList(SECURITY) && declared(file, SECURITY) == null) {
            return List.of();
        }
        List<String> measures = file.texts(SECURITY);
        return measures == null ? List.of() : measures;
    }
}
