package se.partnersec.gallra.planning.proposal;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import se.partnersec.gallra.config.mapping.DemoNeeds;

/**
 * The keys of a mapping, each with its value and line, in a form in which two files can be compared: tables with their schemas, children by their
 * tables where no category asks for their names, lists entry by entry. Sentences count by being there.
 */
final class MappingKeys {
    private static final Set<String> SENTENCES = Set.of("because", "recipient", "contact");

    /** @param line of the file, from 1 */
    record Key(String path, String value, int line) {}

    private final List<Key> keys = new ArrayList<>();

    private MappingKeys() {}

    static MappingKeys of(String yaml) {
        MappingKeys keys = new MappingKeys();
        keys.block((MappingNode) new Yaml(new LoaderOptions()).compose(new StringReader(yaml)), "", "", null);
        return keys;
    }

    /** By path and value; the line of each. */
    Map<String, Integer> all() {
        Map<String, Integer> all = new LinkedHashMap<>();
        keys.forEach(key -> all.put(key.path() + " = " + key.value(), key.line()));
        return all;
    }

    /** @param category whose children may have names that mean something */
    private void block(MappingNode block, String path, String schemaAround, @Nullable String category) {
        String schema = schemaAround;
        for (NodeTuple tuple : block.getValue()) {
            if (text(tuple.getKeyNode()).equals("schema")) {
                schema = text(tuple.getValueNode());
            }
        }
        for (NodeTuple tuple : block.getValue()) {
            String key = text(tuple.getKeyNode());
            Node value = tuple.getValueNode();
            int line = tuple.getKeyNode().getStartMark().getLine() + 1;
            if (key.equals("schema")) {
                continue;
            }
            if (path.equals("/inventory/plain-columns") || path.equals("/inventory/out-of-scope/tables")) {
                key = key.contains(".") ? key : schema + "." + key;
            }
            if (path.endsWith("/children") && value instanceof MappingNode child) {
                key = named(category, key) ? key : table(child, schema);
            }
            String place = path + "/" + key;
            String of = path.equals("/categories") ? key : category;
            if (value instanceof MappingNode inner) {
                block(inner, place, schema, of);
            } else if (value instanceof SequenceNode list) {
                entries(list, place);
            } else if (value instanceof ScalarNode scalar) {
                boolean sentence = SENTENCES.contains(key) || path.startsWith("/inventory/out-of-scope");
                keys.add(new Key(
                        place, sentence ? "*" : (key.equals("table") ? schema + "." : "") + scalar.getValue(), line));
            }
        }
    }

    private static boolean named(@Nullable String category, String name) {
        return DemoNeeds.ALL.entrySet().stream()
                .anyMatch(each -> each.getKey().id().equals(category)
                        && each.getValue().tables().contains(name));
    }

    private static String table(MappingNode child, String schemaAround) {
        String schema = schemaAround;
        String table = "";
        for (NodeTuple tuple : child.getValue()) {
            if (text(tuple.getKeyNode()).equals("schema")) {
                schema = text(tuple.getValueNode());
            } else if (text(tuple.getKeyNode()).equals("table")) {
                table = text(tuple.getValueNode());
            }
        }
        return schema + "." + table;
    }

    /** The first column of a scope holds the key of the identity: that it is the first counts. */
    private void entries(SequenceNode list, String path) {
        boolean scope = path.contains("/scopes/");
        for (int i = 0; i < list.getValue().size(); i++) {
            Node entry = list.getValue().get(i);
            keys.add(new Key(
                    path + (scope && i == 0 ? "/key" : "/more"),
                    text(entry),
                    entry.getStartMark().getLine() + 1));
        }
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
