package se.partnersec.gallra.planning.proposal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Answers the marks of a proposal line by line, as somebody who knows the true mapping would; lines without a mark stay as they are. */
final class AnsweredProposal {
    private static final Pattern LINE =
            Pattern.compile("^( *)(# TODO |# )?(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s:#-][^:#]*):(?: (.*))?$");
    private static final Pattern ENTRY = Pattern.compile("^( *)- (.*?)  # .*$");

    private final Map<String, Object> proposal;
    private final Map<String, Object> truth;
    private final List<String> out = new ArrayList<>();

    private AnsweredProposal(String proposal, String truth) {
        this.proposal = load(proposal);
        this.truth = load(truth);
    }

    private static Map<String, Object> load(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }

    static String of(String proposal, String truth) {
        return new AnsweredProposal(proposal, truth).answer(proposal);
    }

    private String answer(String text) {
        Deque<String> path = new ArrayDeque<>();
        for (String line : text.split("\n", -1)) {
            Matcher entry = ENTRY.matcher(line);
            Matcher key = LINE.matcher(line);
            if (entry.matches()) {
                if (!line.contains("# CHECK")
                        || at(path) instanceof List<?> list && list.contains(unquoted(entry.group(2)))) {
                    out.add(line.replaceFirst("  # CHECK:.*", ""));
                }
            } else if (line.matches(" *# CHECK.*") || (line.startsWith("#") && !line.startsWith("# TODO"))) {
                continue;
            } else if (key.matches()) {
                key(line, key, path);
            } else {
                out.add(line);
            }
        }
        return String.join("\n", withoutEmptyBlocks(out)) + "\n";
    }

    private void key(String line, Matcher key, Deque<String> path) {
        int depth = key.group(1).length() / 2;
        while (path.size() > depth) {
            path.removeLast();
        }
        path.addLast(unquoted(key.group(3)));
        boolean todo = "# TODO ".equals(key.group(2));
        String rest = Objects.requireNonNullElse(key.group(4), "");
        if (rest.isEmpty()) {
            out.add(key.group(1) + key.group(3) + ":");
        } else if (todo || rest.contains("# CHECK")) {
            Object known = at(path);
            if (known != null && (!(known instanceof Map<?, ?>) || todo)) {
                out.add(key.group(1) + key.group(3) + ": " + flow(known));
            }
        } else {
            out.add(line);
        }
    }

    private static String flow(Object value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
        options.setWidth(100_000);
        return new Yaml(options).dump(value).strip();
    }

    private static String unquoted(String text) {
        return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text.strip();
    }

    /** What the true mapping says at a place of the proposal; null where it says nothing. A child is the one of the same table. */
    private @Nullable Object at(Deque<String> path) {
        Object known = truth;
        Object here = proposal;
        String last = "";
        for (String key : path) {
            Object inside = here instanceof Map<?, ?> map ? map.get(key) : null;
            String named = last.equals("children") && known instanceof Map<?, ?> children
                    ? sameTable(children, inside, key)
                    : key;
            // A column that is to become null says so by a word.
            known = known instanceof Map<?, ?> map
                    ? (map.containsKey(named) && map.get(named) == null ? "null" : map.get(named))
                    : null;
            here = inside;
            last = key;
        }
        return known;
    }

    private static String sameTable(Map<?, ?> children, @Nullable Object proposed, String name) {
        Object table = proposed instanceof Map<?, ?> map ? map.get("table") : null;
        return children.entrySet().stream()
                .filter(each -> each.getValue() instanceof Map<?, ?> child && Objects.equals(child.get("table"), table))
                .map(each -> String.valueOf(each.getKey()))
                .findFirst()
                .orElse(name);
    }

    private static List<String> withoutEmptyBlocks(List<String> lines) {
        List<String> left = lines;
        boolean again = true;
        while (again) {
            List<String> kept = new ArrayList<>();
            List<String> filled = left.stream().filter(line -> !line.isBlank()).toList();
            for (int i = 0; i < filled.size(); i++) {
                String line = filled.get(i);
                boolean header = line.matches(" *(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s:#-][^:#]*):");
                int next = i + 1 < filled.size() ? indent(filled.get(i + 1)) : -1;
                if (!header || next > indent(line)) {
                    kept.add(line);
                }
            }
            again = kept.size() < filled.size();
            left = kept;
        }
        return left;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
