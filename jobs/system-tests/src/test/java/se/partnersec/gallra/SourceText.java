package se.partnersec.gallra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One source file of the suite: how long it is, and which SQL its texts would write. */
record SourceText(String place, String name, String text) {

    static final int MOST_LINES = 400;

    private static final Pattern TOKEN = Pattern.compile(
            "//[^\\n]*|/\\*.*?\\*/|\"\"\"(.*?)(?<!\\\\)\"\"\"|\"((?:\\\\.|[^\"\\\\\\n])*)\"|'(?:\\\\.|[^'\\\\])+'",
            Pattern.DOTALL);
    /** A statement that takes something away or changes it; the table, where the text names one. */
    private static final Pattern CHANGES =
            Pattern.compile("\\b(?i:DELETE\\s+(?:(?:LOW_PRIORITY|QUICK|IGNORE)\\s+)*(?:\\w+\\s+)?FROM)\\b\\s*([\\w.`]*)"
                    + "|\\bTRUNCATE\\b(?:\\s+TABLE\\b)?\\s*([\\w.`]*)"
                    + "|\\b(?i:DROP\\s+(?:TABLE|DATABASE|SCHEMA))\\b(?:\\s+IF\\s+EXISTS\\b)?\\s*([\\w.`]*)"
                    + "|\\b(?i:REPLACE\\s+INTO)\\b\\s*([\\w.`]*)"
                    + "|(?<!FOR )(?<!ON )(?<!KEY )\\b(?:UPDATE|DELETE)\\s+$()"
                    + "|(?<!FOR )(?<!KEY )\\bUPDATE\\s+([\\w.`]+)[^;]*?(?:\\sSET\\b|$)"
                    + "|\\b(?i:DROP|EXCHANGE|TRUNCATE)\\s+(?i:PARTITION)\\b()");

    private static final Pattern ADDS = Pattern.compile("\\b(?i:INSERT\\s+(?:IGNORE\\s+)?INTO)\\b\\s*([\\w.`]*)");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?`?(\\w+)`?");

    static List<SourceText> below(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".java"))
                    .map(f -> new SourceText(place(root.relativize(f)), String.valueOf(f.getFileName()), read(f)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The suite's own tables, as the migrations create them. */
    static Set<String> ownTables(Path migrations) {
        try (Stream<Path> files = Files.list(migrations)) {
            return files.filter(f -> f.toString().matches(".*V\\d+__.*\\.sql"))
                    .flatMap(f -> TABLE.matcher(read(f)).results().map(m -> m.group(1)))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String place(Path below) {
        Path folder = below.getParent();
        return folder == null ? "" : folder.toString().replace('/', '.');
    }

    /** A complaint for each file that no longer fits on a few screens. */
    static List<String> tooLong(List<SourceText> sources) {
        return sources.stream()
                .filter(source -> source.lines() > MOST_LINES)
                .map(source -> "package '" + source.place + "', " + source.name + " has " + source.lines()
                        + " lines; at most " + MOST_LINES)
                .toList();
    }

    long lines() {
        return text.lines().count();
    }

    /** What this file would write into tables that are not in {@code own}, or whose name is put in at run time. */
    List<String> writesBeside(Set<String> own) {
        List<String> found = new ArrayList<>();
        for (String literal : literals()) {
            for (Pattern pattern : List.of(CHANGES, ADDS)) {
                Matcher m = pattern.matcher(literal);
                while (m.find()) {
                    String table = table(m);
                    boolean insertsDemo = pattern == ADDS && place.startsWith("demo");
                    if (!own.contains(table) && !insertsDemo) {
                        found.add("package '" + place + "', " + name
                                + ": only erasure.row may write source data, not \""
                                + m.group().strip().replaceAll("\\s+", " ") + "\"");
                    }
                }
            }
        }
        return found;
    }

    private static String table(Matcher m) {
        for (int i = 1; i <= m.groupCount(); i++) {
            if (m.group(i) != null) {
                return m.group(i).replace("`", "");
            }
        }
        return "";
    }

    private List<String> literals() {
        List<String> literals = new ArrayList<>();
        Matcher m = TOKEN.matcher(text);
        while (m.find()) {
            if (m.group(1) != null || m.group(2) != null) {
                literals.add(m.group(1) != null ? m.group(1) : m.group(2));
            }
        }
        return literals;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
