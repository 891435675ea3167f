package se.partnersec.gallra.cli.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import se.partnersec.gallra.support.text.Sentences;

/** File of numbers, one a line, in the first column of a table such as an exported list. */
public final class NumberFile {
    private static final Sentences SENTENCES = Sentences.of("cli");

    private NumberFile() {}

    /**
     * Numbers in their order, each once.
     *
     * @param heads words that may stand in the first line instead of a number
     * @param what a number is of, such as {@code notice}
     * @throws ParameterException naming the line that has none, or if the file has none
     */
    public static List<Long> read(@Nullable CommandSpec spec, Path file, Set<String> heads, String what) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw GallraCommand.wrong(spec, SENTENCES.say("holding.file-cannot-read-utf-8-check", file));
        }
        Set<Long> numbers = new LinkedHashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String first = lines.get(i)
                    .replace("\uFEFF", "")
                    .split("[,;\t]", -1)[0]
                    .replace("\"", "")
                    .strip();
            if (first.matches("[0-9]{1,18}")) {
                numbers.add(Long.valueOf(first));
            } else if (!first.isEmpty() && !(i == 0 && heads.contains(first))) {
                throw GallraCommand.wrong(spec, SENTENCES.say("shell.no-number", file, i + 1, first, kind(what)));
            }
        }
        if (numbers.isEmpty()) {
            throw GallraCommand.wrong(spec, SENTENCES.say("shell.no-numbers", file, kind(what)));
        }
        return List.copyOf(numbers);
    }

    private static String kind(String what) {
        return SENTENCES.say(what.equals("notice") ? "shell.notice" : "shell.finding");
    }
}
