package se.partnersec.gallra.policy.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sentences of the modules: the same keys in both languages, each of them used, and the same places to fill in. */
class SentencesTest {
    private static final Pattern KEY = Pattern.compile("\"([a-z]+\\.[a-z0-9.-]*)\"");
    private static final Pattern SAID = Pattern.compile("\\bsay\\(\\s*\"([a-z]+\\.[a-z0-9.-]+)\"");
    /** Of a module whose pages come from elsewhere. */
    private static final Pattern REFUSED =
            Pattern.compile("(?:SENTENCES|Sentences\\.of\\(\"[a-z]+\"\\))\\s*\\.say\\(\\s*\"([a-z]+\\.[a-z0-9.-]+)\"");

    private static final Pattern PLACE = Pattern.compile("%(?:(\\d)\\$)?s");

    static List<String> modules() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.filter(module -> Files.isDirectory(module.resolve("src/main/resources/gallra/texts")))
                    .map(module -> module.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> texts(String module, String language) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                "gallra.texts." + module,
                Locale.forLanguageTag(language),
                Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
        return bundle.keySet().stream()
                .collect(Collectors.toMap(key -> key, bundle::getString, (a, b) -> a, TreeMap::new));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void are_said_in_both_languages_and_none_is_left_over(String module) throws IOException {
        Map<String, String> swedish = texts(module, "sv");
        Map<String, String> english = texts(module, "en");
        assertThat(swedish.keySet()).isEqualTo(english.keySet());
        assertThat(swedish).allSatisfy((key, text) -> {
            assertThat(text).isNotBlank();
            assertThat(places(text)).as(key).isEqualTo(places(String.valueOf(english.get(key))));
        });
        assertThat(named(module)).containsAll(swedish.keySet());
    }

    /** How many, or which where they are numbered. */
    private static Set<String> places(String text) {
        List<String> found = PLACE.matcher(text.replace("%%", ""))
                .results()
                .map(place -> String.valueOf(place.group(1)))
                .toList();
        Set<String> places = new TreeSet<>(found);
        places.add("of " + found.size());
        return places;
    }

    /** A sentence that is not there, or gets another number of arguments than it has places, would fail when it is said. */
    @ParameterizedTest
    @MethodSource("modules")
    void get_as_many_arguments_as_they_have_places(String module) throws IOException {
        Map<String, String> english = texts(module, "en");
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String code = read(file);
                if (code.contains("LabelledText") || code.contains("Sentences")) {
                    (code.contains("LabelledText") && !module.equals("cli") ? SAID : REFUSED)
                            .matcher(code)
                            .results()
                            .forEach(said -> {
                                String text = english.get(said.group(1));
                                int places = text == null ? -1 : highest(text);
                                if (places != arguments(code, said.end())) {
                                    wrong.add(said.group(1) + " in " + file.getFileName());
                                }
                            });
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static int highest(String text) {
        List<MatchResult> places =
                PLACE.matcher(text.replace("%%", "")).results().toList();
        return places.stream()
                .mapToInt(place -> place.group(1) == null ? places.size() : Integer.parseInt(place.group(1)))
                .max()
                .orElse(0);
    }

    /** Commas of a call, from behind its first argument to its closing bracket; those in brackets and texts do not count. */
    private static int arguments(String code, int from) {
        int depth = 0;
        int commas = 0;
        for (int at = from; ; at++) {
            char c = code.charAt(at);
            if (c == '"') {
                at++;
                while (code.charAt(at) != '"') {
                    at += code.charAt(at) == '\\' ? 2 : 1;
                }
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth-- == 0) {
                return commas;
            } else if (c == ',' && depth == 0) {
                commas++;
            }
        }
    }

    private static Set<String> named(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> KEY.matcher(read(file)).results().map((MatchResult key) -> key.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
