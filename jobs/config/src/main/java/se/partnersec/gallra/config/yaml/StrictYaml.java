package se.partnersec.gallra.config.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import se.partnersec.gallra.support.text.FileFault;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Opens a configuration file as the small part of YAML that people write: blocks, lists and texts in plain UTF-8. Anchors,
 * tags and second documents are refused; nothing is ever made into a Java object.
 */
public final class StrictYaml {
    private static final Sentences SENTENCES = Sentences.of("config");

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_DEPTH = 12;

    private StrictYaml() {}

    /** The outermost block of the file; throws {@link ConfigException} when there is none. */
    public static YamlMapping read(Path path, YamlMapping.Faults faults) {
        return parse(bytes(path, faults), faults);
    }

    public static YamlMapping parse(byte[] bytes, YamlMapping.Faults faults) {
        String text = decode(bytes, faults);
        try {
            checkEvents(text, faults);
            faults.throwIfAny();
            Node root = yaml().compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                return new YamlMapping(SENTENCES.say("yaml.file"), mapping, faults);
            }
            boolean empty = root == null
                    || (root instanceof ScalarNode scalar && scalar.getValue().isEmpty());
            faults.add(
                    0,
                    empty
                            ? SENTENCES.say("yaml.file-empty-empty-file-allows-nothing")
                            : SENTENCES.say("yaml.must-key-value-lines"));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            faults.add(
                    line, SENTENCES.say("yaml.not-readable-yaml-check-indentation-quotes", firstLine(e.getProblem())));
        } catch (YAMLException e) {
            faults.add(0, SENTENCES.say("yaml.not-readable-yaml", firstLine(e.getMessage())));
        }
        faults.throwIfAny();
        throw new IllegalStateException("a refused file without a fault. Indicates a bug.");
    }

    /** The bytes of a configuration file; throws {@link ConfigException} if nobody should believe or read it. */
    public static byte[] bytes(Path path, YamlMapping.Faults faults) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                faults.add(0, SENTENCES.say("yaml.anybody-may-write-file-run-chmod", path));
            }
            if (Files.size(path) <= MOST_BYTES || !Files.isRegularFile(path)) {
                return Files.readAllBytes(path);
            }
            faults.add(0, SENTENCES.say("yaml.longer-than-1-mib-configuration-suite"));
        } catch (NoSuchFileException e) {
            faults.add(0, SENTENCES.say("yaml.there-no-such-file-give-path"));
        } catch (IOException e) {
            faults.add(0, SENTENCES.say("yaml.cannot-read-check-path-permissions", FileFault.of(e)));
        }
        faults.throwIfAny();
        throw new IllegalStateException("an unread file without a fault. Indicates a bug.");
    }

    private static String decode(byte[] bytes, YamlMapping.Faults faults) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            faults.add(1, SENTENCES.say("yaml.written-utf-16-save-utf-8"));
        } else if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            faults.add(1, SENTENCES.say("yaml.begins-byte-order-mark-save-utf"));
        }
        faults.throwIfAny();
        int line = 1;
        for (byte b : bytes) {
            if (b == 0) {
                faults.add(line, SENTENCES.say("yaml.holds-nul-byte-save-plain-utf"));
                break;
            }
            if (b == '\t') {
                faults.add(line, SENTENCES.say("yaml.holds-tab-indent-blanks"));
            } else if (b > 0 && b < ' ' && b != '\n' && b != '\r') {
                faults.add(line, SENTENCES.say("yaml.holds-control-character-remove"));
            }
            line += b == '\n' ? 1 : 0;
        }
        faults.throwIfAny();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String[] lines = text.split("\r?\n", -1);
            for (int i = 0; i < lines.length; i++) {
                String hidden = VisibleText.problem(lines[i]);
                if (hidden != null) {
                    faults.add(i + 1, hidden);
                }
            }
            faults.throwIfAny();
            return text;
        } catch (CharacterCodingException e) {
            faults.add(0, SENTENCES.say("yaml.not-utf-8-save-utf-8"));
            faults.throwIfAny();
            throw new IllegalStateException(e);
        }
    }

    private static void checkEvents(String text, YamlMapping.Faults faults) {
        int documents = 0;
        for (Event event : yaml().parse(new StringReader(text))) {
            int line = event.getStartMark().getLine() + 1;
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                faults.add(line, SENTENCES.say("yaml.second-document-begins-keep-everything-one"));
            }
            if (event instanceof AliasEvent alias) {
                faults.add(line, SENTENCES.say("yaml.alias-write-value-out", alias.getAnchor()));
            } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
                faults.add(line, SENTENCES.say("yaml.anchor-write-value-out-where-needed", node.getAnchor()));
            }
            String tag = tag(event);
            if (tag != null) {
                faults.add(line, SENTENCES.say("yaml.tag-values-plain-text-remove", tag));
            }
        }
    }

    private static @Nullable String tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            // A quoted text carries the tag "!" by itself in some readers; a plain one carries none.
            return "!".equals(scalar.getTag()) && scalar.getScalarStyle() != ScalarStyle.PLAIN ? null : scalar.getTag();
        }
        return event instanceof CollectionStartEvent collection ? collection.getTag() : null;
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MOST_DEPTH);
        options.setCodePointLimit(MOST_BYTES);
        options.setMaxAliasesForCollections(0);
        options.setAllowRecursiveKeys(false);
        return new Yaml(options);
    }

    private static boolean startsWith(byte[] bytes, int... head) {
        if (bytes.length < head.length) {
            return false;
        }
        for (int i = 0; i < head.length; i++) {
            if ((bytes[i] & 0xFF) != head[i]) {
                return false;
            }
        }
        return true;
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? SENTENCES.say("yaml.unknown-fault")
                : message.lines().findFirst().orElse(SENTENCES.say("yaml.unknown-fault"));
    }
}
