package se.partnersec.gallra.config.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.Spelling;

/**
 * One mapping of a configuration file, read as text only: nothing is guessed from {@code no}, {@code 08} or {@code 1:30}.
 * A fault is noted with its line and read as absent, so that all faults of a file come out at once.
 */
public final class YamlMapping {
    private static final Sentences SENTENCES = Sentences.of("config");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,8}");

    private final String name;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> keyLines = new LinkedHashMap<>();
    private final Faults faults;

    YamlMapping(String name, MappingNode node, Faults faults) {
        this.name = name;
        this.faults = faults;
        line = lineOf(node);
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.add(lineOf(tuple.getKeyNode()), SENTENCES.say("yaml.key-not-word-write-key-value", name));
            } else if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                faults.add(
                        lineOf(key),
                        SENTENCES.say(
                                "yaml.there-twice-first-line-keep-one",
                                key.getValue(),
                                name,
                                keyLines.get(key.getValue())));
            } else {
                keyLines.put(key.getValue(), lineOf(key));
            }
        }
    }

    public String name() {
        return name;
    }

    public Set<String> keys() {
        return values.keySet();
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public boolean isBlock(String key) {
        return values.get(key) instanceof MappingNode;
    }

    public boolean isList(String key) {
        return values.get(key) instanceof SequenceNode;
    }

    /** The line of a key; of the block itself where the key is absent. */
    public int line(String key) {
        return keyLines.getOrDefault(key, line);
    }

    public void fault(String key, String message) {
        faults.add(line(key), message);
    }

    /** Every key must be one of these. */
    public void allowOnly(Set<String> known) {
        keys().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> fault(
                        key,
                        SENTENCES.say(
                                "yaml.unknown-key-known",
                                key,
                                name,
                                Spelling.meant(key, known),
                                String.join(", ", known.stream().sorted().toList()))));
    }

    public void require(List<String> keys) {
        keys.stream()
                .filter(key -> !has(key))
                .forEach(key -> faults.add(line, SENTENCES.say("yaml.missing-add", key, name)));
    }

    /** The text of a value; null, with a fault noted, when it is empty or not plain text. */
    @Nullable
    public String text(String key) {
        Node node = values.get(key);
        if (node == null) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar)) {
            fault(key, SENTENCES.say("yaml.must-one-value-not", key, name, shape(node)));
            return null;
        }
        if (scalar.getValue().isBlank()) {
            fault(key, SENTENCES.say("yaml.empty-give-value", key, name));
            return null;
        }
        return scalar.getValue();
    }

    @Nullable
    public Integer number(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            fault(key, SENTENCES.say("yaml.must-whole-number-such-14", key, name, text));
            return null;
        }
        return Integer.valueOf(text);
    }

    /** Only {@code true} and {@code false}: what YAML 1.1 makes of yes, no, on and off depends on the reader. */
    @Nullable
    public Boolean yesNo(String key) {
        String text = text(key);
        if (text == null || text.equals("true") || text.equals("false")) {
            return text == null ? null : Boolean.valueOf(text);
        }
        fault(key, SENTENCES.say("yaml.must-true-false", key, name, text));
        return null;
    }

    /** A list of texts; null, with a fault noted, when it is empty or not a list. */
    @Nullable
    public List<String> texts(String key) {
        Node node = values.get(key);
        if (node == null) {
            return null;
        }
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            fault(key, SENTENCES.say("yaml.must-list-least-one-entry-such", key, name));
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Node entry : sequence.getValue()) {
            if (entry instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                texts.add(scalar.getValue());
            } else {
                faults.add(lineOf(entry), SENTENCES.say("yaml.entry-empty-not-text", key, name));
            }
        }
        return texts;
    }

    /** A block within this one; null, with a fault noted, when the value is something else. */
    @Nullable
    public YamlMapping block(String key) {
        Node node = values.get(key);
        if (node == null) {
            return null;
        }
        if (!(node instanceof MappingNode mapping)) {
            fault(key, SENTENCES.say("yaml.must-block-key-value-lines", key, name, shape(node)));
            return null;
        }
        return new YamlMapping("'" + key + "'", mapping, faults);
    }

    /** The blocks below a key, by what they are about; a key that is nothing known is a fault. Empty where the key is absent. */
    public <K> Map<K, YamlMapping> blocks(String key, Collection<K> known, Function<K, String> spelling) {
        Map<K, YamlMapping> found = new LinkedHashMap<>();
        YamlMapping blocks = has(key) ? block(key) : null;
        if (blocks != null) {
            blocks.allowOnly(known.stream().map(spelling).collect(Collectors.toSet()));
            for (K each : known) {
                YamlMapping one = blocks.has(spelling.apply(each)) ? blocks.block(spelling.apply(each)) : null;
                if (one != null) {
                    found.put(each, one);
                }
            }
        }
        return found;
    }

    private static String shape(Node node) {
        if (node instanceof MappingNode) {
            return SENTENCES.say("yaml.block");
        }
        return node instanceof SequenceNode ? SENTENCES.say("yaml.list") : SENTENCES.say("yaml.single-value");
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** Collects the faults of one file. */
    public static final class Faults {
        private final String file;
        private final List<ConfigProblem> problems = new ArrayList<>();

        public Faults(String file) {
            this.file = file;
        }

        public void add(int line, String message) {
            problems.add(new ConfigProblem(file, line, message));
        }

        boolean none() {
            return problems.isEmpty();
        }

        /** All faults, by line. */
        public void throwIfAny() {
            if (!none()) {
                throw new ConfigException(problems.stream()
                        .sorted(Comparator.comparingInt(ConfigProblem::line))
                        .distinct()
                        .toList());
            }
        }
    }
}
