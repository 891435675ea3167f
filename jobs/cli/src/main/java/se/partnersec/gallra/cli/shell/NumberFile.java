package se.partnersec.gallra.cli.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
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
     * @param filled heads of a column: where the file has it, rows that have nothing in it are left out
     * @param what a number is of, such as {@code notice}
     * @param today the last day that may stand in that column
     * @throws ParameterException naming the line that has none, or what is no day in that column, or if the file has none
     */
    public static List<Long> read(
            @Nullable CommandSpec spec,
            Path file,
            Set<String> heads,
            Set<String> filled,
            String what,
            LocalDate today) {
        List<CSVRecord> rows = rows(spec, file);
        int column = rows.isEmpty() ? -1 : column(rows.get(0), filled);
        Set<Long> numbers = new LinkedHashSet<>();
        boolean leftOut = false;
        for (int i = 0; i < rows.size(); i++) {
            CSVRecord row = rows.get(i);
            String first = row.get(0).replace("\uFEFF", "").strip();
            if (first.matches("[0-9]{1,18}")) {
                if (column < 0 || row.isSet(column) && !row.get(column).isBlank()) {
                    requireDay(spec, file, row, column, today);
                    numbers.add(Long.valueOf(first));
                } else {
                    leftOut = true;
                }
            } else if (!first.isEmpty() && !(i == 0 && heads.contains(first))) {
                throw GallraCommand.wrong(
                        spec, SENTENCES.say("shell.no-number", file, row.getRecordNumber(), first, kind(what)));
            }
        }
        if (numbers.isEmpty()) {
            throw GallraCommand.wrong(
                    spec,
                    leftOut
                            ? SENTENCES.say(
                                    "shell.nothing-filled", file, rows.get(0).get(column))
                            : SENTENCES.say("shell.no-numbers", file, kind(what)));
        }
        return List.copyOf(numbers);
    }

    /** Refuses text and days to come in the column of answers: a recipient may have written a refusal there. */
    private static void requireDay(@Nullable CommandSpec spec, Path file, CSVRecord row, int column, LocalDate today) {
        String day = column < 0 ? "" : row.get(column).strip();
        if (column >= 0 && !past(day, today)) {
            throw GallraCommand.wrong(spec, SENTENCES.say("shell.no-day", file, row.getRecordNumber(), day));
        }
    }

    private static boolean past(String day, LocalDate today) {
        try {
            return !LocalDate.parse(day).isAfter(today);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static List<CSVRecord> rows(@Nullable CommandSpec spec, Path file) {
        try {
            String text = Files.readString(file);
            String head = text.lines().findFirst().orElse("");
            char between = head.contains(";") ? ';' : head.contains("\t") ? '\t' : ',';
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setDelimiter(between)
                    .setIgnoreEmptyLines(false)
                    .get();
            try (CSVParser parser = CSVParser.parse(text, format)) {
                return parser.getRecords();
            }
        } catch (IOException | UncheckedIOException e) {
            throw GallraCommand.wrong(spec, SENTENCES.say("holding.file-cannot-read-utf-8-check", file));
        }
    }

    private static int column(CSVRecord head, Set<String> names) {
        for (int i = 0; i < head.size(); i++) {
            if (names.contains(head.get(i).strip())) {
                return i;
            }
        }
        return -1;
    }

    private static String kind(String what) {
        return SENTENCES.say(what.equals("notice") ? "shell.notice" : "shell.finding");
    }
}
