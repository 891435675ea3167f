package se.partnersec.gallra.requests.letter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Frame of a letter that a company may change: {@code letter.sv.txt} or {@code letter.en.txt} of an answer, {@code notice.sv.txt} or
 * {@code notice.en.txt} of the notice of an extension. The first line is the title, each further line a paragraph, and {@code {answer}} alone
 * on a line the place of the answer. A paragraph with a place that has nothing to put in is left out. Lines that begin with {@code #} are
 * remarks.
 */
record LetterTemplate(String title, List<String> paragraphs) {
    private static final Sentences SENTENCES = Sentences.of("requests");
    static final String ANSWER = "{answer}";
    static final Set<String> KNOWN = Set.of("company", "contact", "officer", "date", "request");
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)\\}");

    /** @throws ConfigException with every fault and its line */
    static LetterTemplate read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw RefusedException.configuration(
                    SENTENCES.say("letter.missing-take-from-installation-change-words", file));
        } catch (IOException e) {
            throw RefusedException.configuration(SENTENCES.say("letter.cannot-read-utf-8-save-so", file));
        }
        List<ConfigProblem> faults = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        int answers = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replace("\uFEFF", "").strip();
            if (line.startsWith("#")) {
                continue;
            }
            if (line.equals(ANSWER)) {
                answers++;
            } else {
                check(file, i + 1, line, faults);
            }
            texts.add(line);
        }
        if (answers != 1) {
            faults.add(new ConfigProblem(
                    file.toString(), 0, SENTENCES.say("letter.must-have-once-alone-line-times", ANSWER, answers)));
        }
        if (texts.isEmpty() || texts.get(0).isEmpty()) {
            faults.add(new ConfigProblem(
                    file.toString(), 1, SENTENCES.say("letter.begins-empty-line-write-title-letter")));
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new LetterTemplate(
                texts.get(0),
                texts.stream().skip(1).filter(text -> !text.isEmpty()).toList());
    }

    private static void check(Path file, int number, String line, List<ConfigProblem> faults) {
        Matcher places = PLACE.matcher(line);
        while (places.find()) {
            if (!KNOWN.contains(places.group(1))) {
                faults.add(new ConfigProblem(
                        file.toString(),
                        number,
                        SENTENCES.say(
                                "letter.there-nothing-put-known-alone-line",
                                places.group(),
                                new TreeSet<>(KNOWN),
                                ANSWER)));
            }
        }
    }

    /** A text with its places filled in; empty if there is nothing to put in one of them. */
    static String filled(String text, Map<String, String> values) {
        if (PLACE.matcher(text)
                .results()
                .anyMatch(place -> values.getOrDefault(place.group(1), "").isEmpty())) {
            return "";
        }
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")))
                .strip();
    }
}
