package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.EnglishWords;

/** What cannot be done is refused in words that say what is wrong, before anything is written: command lines, and each file of the configuration. */
@GallraTest
@Tag("full")
@Tag("once")
class BadInputsIT {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-f]{4})");
    /** Each file, and what reads it besides {@code policy check}. */
    private static final Map<String, String> FILES = Map.of(
            "policy.yml", "policy adopt --reason x",
            "sources.yml", "policy adopt --reason x",
            "limits.yml", "policy adopt --reason x",
            "throttle.yml", "run ip-logs",
            "copies.yml", "copies",
            "own-data.yml", "runs prune",
            "register.yml", "policy check");

    private final Workplace work;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    BadInputsIT(Workplace work) {
        this.work = work;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        Scene.IPS.put(work, Scene.Spec.of(1, Scene.IPS.firstDue(work.today())));
        work.run(Scene.IPS.category(), work.today());
        Scene.USERS.put(work, Scene.Spec.of(1, work.today()));
        work.hold(ScopeType.RECORD, "chat-logs:7");
    }

    private Program program() {
        return Program.at(work, home).here().granted(work, DatabaseRole.values());
    }

    @Test
    void of_a_command_line() throws IOException {
        List<String> wrong = new ArrayList<>();
        TableSums sums = new TableSums(work);
        long acts = work.number("SELECT COUNT(*) FROM audit WHERE action NOT LIKE 'read.%'");
        for (String line : lines("commands.txt")) {
            int end = line.lastIndexOf(" => ");
            String expected = end < 0 ? "?" : line.substring(end + 4);
            Answer answer = program().run(words(end < 0 ? line : line.substring(0, end)));
            String said = (answer.err() + answer.out()).replace(home.toString(), "{home}");
            String got = answer.exit() + ": " + said.strip().replaceAll("\\s+", " ");
            int colon = expected.indexOf(": ");
            if (colon < 0
                    || !got.startsWith(expected.substring(0, colon) + ": ")
                    || !got.contains(expected.substring(colon + 2))
                    || got.contains("nobody foresaw")) {
                wrong.add(line + " => " + got.substring(0, Math.min(400, got.length())));
            }
        }
        // Whoever asks about a person is noted before anything is looked up, also where there is nobody of that name.
        assertThat(sums.changed())
                .as("what was written to")
                .allMatch(table -> table.endsWith(".audit"))
                .hasSizeLessThan(2);
        assertThat(work.number("SELECT COUNT(*) FROM audit WHERE action NOT LIKE 'read.%'"))
                .as("acts in the audit")
                .isEqualTo(acts);
        assertThat(files()).as("files that were left").isEmpty();
        assertThat(wrong).isEmpty();
    }

    @Test
    void of_a_command_line_in_swedish() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String line : lines("commands.txt")) {
            int end = line.lastIndexOf(" => ");
            String typed = line.substring(0, end);
            Answer answer = program().run(words("--lang sv " + typed));
            String said = answer.err() + answer.out();
            if (answer.exit() != Integer.parseInt(line.substring(end + 4, line.indexOf(':', end)))
                    || !EnglishWords.in(said).isEmpty()) {
                wrong.add(typed + " => " + answer.exit() + ": " + said.strip().replaceAll("\\s+", " "));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> home.relativize(file).toString())
                    .filter(name -> !name.startsWith(".gallra"))
                    .toList();
        }
    }

    private static List<String> lines(String name) throws IOException {
        return Files.readAllLines(Path.of("src", "test", "resources", "bad-inputs", name)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher each = WORD.matcher(line.replace("{home}", home.toString())
                .replace("{hold}", "H-" + work.number("SELECT MAX(id) FROM hold"))
                .replace("{soon}", work.today().plusDays(60).toString()));
        while (each.find()) {
            String word = each.group(1) != null ? each.group(1) : each.group(2) != null ? each.group(2) : each.group(3);
            words.add(ESCAPED.matcher(word)
                    .replaceAll(found ->
                            Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16)))));
        }
        return words.toArray(String[]::new);
    }

    @Test
    void of_a_file() throws IOException {
        List<String> wrong = new ArrayList<>();
        TableSums sums = new TableSums(work);
        for (String name : FILES.keySet().stream().sorted().toList()) {
            Path shipped = Path.of("..", "..", "job-config", name);
            byte[] good = Files.readAllBytes(
                    Files.exists(work.configFolder().resolve(name))
                            ? work.configFolder().resolve(name)
                            : shipped);
            for (Map.Entry<String, byte[]> bad :
                    spoilt(new String(good, StandardCharsets.UTF_8)).entrySet()) {
                Path folder = copied();
                Files.write(folder.resolve(name), bad.getValue());
                for (String command : List.of("policy check", FILES.getOrDefault(name, ""))) {
                    Answer answer =
                            program().with("GALLRA_CONFIG", folder.toString()).run(command);
                    String said = answer.err() + answer.out();
                    Answer swedish =
                            program().with("GALLRA_CONFIG", folder.toString()).run("--lang sv " + command);
                    if (!EnglishWords.in(swedish.err() + swedish.out()).isEmpty()) {
                        wrong.add(name + " " + bad.getKey() + " => " + swedish.err() + swedish.out());
                    }
                    if (answer.exit() != 3 || !said.contains(name) || said.contains("nobody foresaw")) {
                        wrong.add(name + " " + bad.getKey() + ", " + command + " => " + answer.exit() + ": "
                                + said.strip().replaceAll("\\s+", " "));
                    }
                }
            }
        }
        assertThat(sums.changed()).as("what was written to").isEmpty();
        assertThat(wrong).isEmpty();
    }

    private Path copied() throws IOException {
        Path folder = Files.createTempDirectory(home, "config");
        try (Stream<Path> all = Files.list(work.configFolder())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        return folder;
    }

    private static Map<String, byte[]> spoilt(String good) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        String first = good.lines()
                .filter(line -> line.matches("[a-z-]+:.*"))
                .findFirst()
                .orElse("a:");
        text(all, "is a word", "nothing\n");
        text(all, "is a list", "- one\n- two\n");
        text(all, "has a key too many", good + "\nno-such-key: 1\n");
        text(all, "has a key twice", good + "\n" + first + "\n");
        text(all, "has a tab", good + "\nnext:\n\tkey: 1\n");
        text(all, "has an anchor", good + "\nno-such-key: &a 1\n");
        text(all, "has a tag", good + "\nno-such-key: !!int 1\n");
        text(all, "has two documents", good + "\n---\na: 1\n");
        text(all, "has an open quote", good + "\nno-such-key: 'a\n");
        text(all, "has a character nobody sees", good + "\nno-such\u202ekey: 1\n");
        text(all, "has a NUL", good + "\nno-such-key: \0\n");
        all.put("is no text", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0xc3});
        return all;
    }

    private static void text(Map<String, byte[]> all, String what, String text) {
        all.put(what, text.getBytes(StandardCharsets.UTF_8));
    }
}
