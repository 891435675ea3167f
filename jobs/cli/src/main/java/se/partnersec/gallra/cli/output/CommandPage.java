package se.partnersec.gallra.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Result of one command for a page of the web console: blocks in the order in which a terminal shows them.
 *
 * @param exit how the command ended
 * @param fields of its JSON result: lists, maps, texts, numbers and truth values
 */
public record CommandPage(ExitCode exit, List<Block> blocks, Map<String, @Nullable Object> fields) {

    public CommandPage {
        blocks = List.copyOf(blocks);
    }

    /** The same page with another word for something in its sentences. */
    public CommandPage replacing(String word, String other) {
        List<Block> replaced = blocks.stream()
                .map(block -> block instanceof Sentence said
                        ? new Sentence(said.text().replace(word, other), said.tone(), said.tag())
                        : block)
                .toList();
        return new CommandPage(exit, replaced, fields);
    }

    /** The same page with other blocks. */
    public CommandPage with(List<Block> others) {
        return new CommandPage(exit, others, fields);
    }

    /** Part of a page. */
    public sealed interface Block permits Sentence, Rows, Labelled {}

    /** Tone of a sentence, which decides how a page shows it. */
    public enum Tone {
        PLAIN,
        HEADING,
        ALARM,
        /** Said in passing. */
        NOTE,
        /** Why the command was refused or failed. */
        PROBLEM
    }

    /** @param tag of a message, the same in both languages; empty for other sentences */
    public record Sentence(String text, Tone tone, String tag) implements Block {}

    /** @param name of the list in the JSON result; empty if it has none */
    public record Rows(String name, List<Head> heads, List<List<Cell>> rows) implements Block {
        public Rows {
            heads = List.copyOf(heads);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** Head of a column. @param name of the field in the JSON result; empty if it has none */
    public record Head(String name, String label, boolean number) {}

    /** Cell of a table. @param code what the text stands for, such as an outcome or a day; the text where there is nothing else */
    public record Cell(String text, String code) {}

    /** Page of labels and sentences under a heading. */
    public record Labelled(String heading, List<Line> lines) implements Block {
        public Labelled {
            lines = List.copyOf(lines);
        }
    }

    /** Line of such a page. @param label empty where the line continues what the one before is about */
    public record Line(String label, String text) {}

    /** Blocks as a command prints them. */
    static final class Collector {
        private static final int INDENT = 2;

        private final List<Block> blocks = new ArrayList<>();

        void add(Block block) {
            blocks.add(block);
        }

        void say(String text, Tone tone) {
            add(VisibleText.lines(text), tone, "");
        }

        /** @param mark that begins a colour in the text; null if there is none */
        void say(String text, @Nullable String mark, String tag) {
            boolean coloured = mark != null && text.contains(mark);
            Tone tone = !coloured ? Tone.PLAIN : text.contains(mark + "[31m") ? Tone.ALARM : Tone.HEADING;
            add(VisibleText.line(coloured ? text.replaceAll(mark + "\\[[0-9]+m", "") : text), tone, tag);
        }

        private void add(String text, Tone tone, String tag) {
            if (!text.isBlank()) {
                blocks.add(new Sentence(fluid(text.strip()), tone, tag));
            }
        }

        /** A page is as wide as its window: no columns by spaces, and no break within a number. */
        private static String fluid(String text) {
            return text.replaceAll(" {3,}", "  ").replaceAll("(?<=\\d) (?=\\d{3}(?!\\d))", "\u00a0");
        }

        /** Takes a laid out page apart: a line without indent is a heading, any other has a label or continues. */
        void labelled(String text) {
            String heading = "";
            List<Line> lines = new ArrayList<>();
            for (String line : LabelledText.unwrapped(text).lines().toList()) {
                if (line.isBlank()) {
                    continue;
                }
                if (!line.startsWith(" ".repeat(INDENT))) {
                    close(heading, lines);
                    heading = line.strip();
                    lines = new ArrayList<>();
                } else {
                    lines.add(line(line));
                }
            }
            close(heading, lines);
        }

        /** A label is as long as its column, or ends with the first space after that. */
        private static Line line(String line) {
            int end = LabelledText.LABEL;
            while (end < line.length() && line.charAt(end - 1) != ' ') {
                end++;
            }
            if (end >= line.length()) {
                return new Line("", line.strip());
            }
            return new Line(line.substring(0, end).strip(), line.substring(end).strip());
        }

        private void close(String heading, List<Line> lines) {
            if (!heading.isEmpty() || !lines.isEmpty()) {
                blocks.add(new Labelled(heading, lines));
            }
        }

        CommandPage page(int exit, Map<String, @Nullable Object> fields) {
            return new CommandPage(ExitCode.of(exit), blocks, fields);
        }
    }
}
