package se.partnersec.gallra.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import se.partnersec.gallra.support.exit.ExitCode;

/** The help: one sentence a command, everything in Swedish too, and no more options that all commands share than can be read over. */
class HelpTextsTest {
    private static final int WIDTH = 80;
    private static final int SUMMARY = 64;

    @Test
    void each_command_has_a_task() {
        Set<String> known =
                HelpLayout.TASKS.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        Set<String> shown = CommandTree.read("en").getSubcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(shown).isEqualTo(known);
    }

    @Test
    void each_summary_is_one_whole_sentence_in_one_line() {
        CommandTree.each(CommandTree.read("en"), (spec, command) -> {
            assertThat(spec.usageMessage().header()).as(spec.qualifiedName()).hasSize(1);
            assertThat(spec.usageMessage().header()[0])
                    .as(spec.qualifiedName())
                    .hasSizeLessThanOrEqualTo(SUMMARY)
                    .matches("[A-Z].*[.]");
        });
    }

    @Test
    void no_page_is_wider_than_a_terminal_or_shows_more_than_six_global_options() {
        for (String language : List.of("en", "sv")) {
            CommandTree.each(CommandTree.read(language), (spec, command) -> {
                spec.usageMessage().width(WIDTH);
                assertThat(command.getUsageMessage().lines().filter(line -> !line.startsWith("  gallra ")))
                        .as(spec.qualifiedName())
                        .allMatch(line -> line.length() <= WIDTH || line.contains("   --") || line.contains("gallra "));
                assertThat(
                                spec.parent() == null
                                        ? Stream.of()
                                        : spec.options().stream()
                                                .filter(option -> option.inherited() || option.usageHelp()))
                        .as(spec.qualifiedName())
                        .hasSizeLessThanOrEqualTo(6);
            });
        }
    }

    @Test
    void no_word_is_broken() {
        for (String language : List.of("en", "sv")) {
            for (int width : List.of(60, WIDTH, 100)) {
                CommandTree.each(CommandTree.read(language), (spec, command) -> {
                    spec.usageMessage().width(width);
                    List<String> words = List.of(command.getUsageMessage().split("\\s+"));
                    assertThat(words)
                            .as(spec.qualifiedName())
                            .containsAll(words(List.of(spec.usageMessage().description())));
                    spec.args().stream()
                            .filter(each -> !each.hidden())
                            .forEach(each -> assertThat(words)
                                    .as(spec.qualifiedName())
                                    .containsAll(words(List.of(each.description()))));
                });
            }
        }
    }

    private static List<String> words(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Stream.of(text.replace("%%", "%").split("\\s+")))
                // What is wider than the column of 60 characters has to be broken.
                .filter(word -> !word.isEmpty() && !word.contains("${") && word.length() < 30)
                .toList();
    }

    @Test
    void exit_codes_mean_the_same_in_documents_and_help() {
        Map<String, String> codes =
                CommandTree.read("en").getCommandSpec().usageMessage().exitCodeList();
        assertThat(codes).hasSize(ExitCode.values().length);
        for (ExitCode code : ExitCode.values()) {
            assertThat(codes).containsEntry(" " + code.number(), code.meaning());
        }
    }

    /** A text of which nobody wrote the Swedish is the English one. */
    @Test
    void everything_is_in_swedish_too() {
        List<String> english = new ArrayList<>();
        CommandTree.each(CommandTree.read("en"), (spec, command) -> english.addAll(texts(spec)));
        List<String> swedish = new ArrayList<>();
        CommandTree.each(CommandTree.read("sv"), (spec, command) -> swedish.addAll(texts(spec)));
        assertThat(swedish).hasSameSizeAs(english);
        List<String> same = new ArrayList<>();
        for (int i = 0; i < english.size(); i++) {
            if (english.get(i).equals(swedish.get(i))) {
                same.add(english.get(i));
            }
        }
        assertThat(same).isEmpty();
    }

    private static List<String> texts(CommandSpec spec) {
        List<String> texts = new ArrayList<>();
        if (spec.name().equals("help")) {
            return texts;
        }
        texts.add(spec.qualifiedName() + ": "
                + String.join(" ", spec.usageMessage().header()));
        for (String paragraph : spec.usageMessage().description()) {
            if (!paragraph.isEmpty()) {
                texts.add(spec.qualifiedName() + ": " + paragraph);
            }
        }
        for (ArgSpec each : spec.args()) {
            if (!each.hidden()) {
                String name = each instanceof OptionSpec option ? option.longestName() : each.paramLabel();
                texts.add(spec.qualifiedName() + " " + name + ": " + String.join(" ", each.description()));
            }
        }
        return texts;
    }

    @Test
    void no_swedish_text_belongs_to_nothing() {
        Set<String> used = new HashSet<>();
        CommandTree.each(CommandTree.read("sv"), (spec, command) -> {
            String name = spec.qualifiedName(".");
            used.add(name + ".usage.header");
            for (int i = 0; i < spec.usageMessage().description().length; i++) {
                used.add(name + ".usage.description." + i);
            }
            for (ArgSpec each : spec.args()) {
                List<String> names = each instanceof OptionSpec option
                        ? Arrays.stream(option.names())
                                .map(text -> text.replaceFirst("^-+", ""))
                                .toList()
                        : List.of(each.paramLabel() + "[" + ((PositionalParamSpec) each).index() + "]");
                for (String text : names) {
                    used.add(text);
                    used.add(name + "." + text);
                }
            }
        });
        Set<String> written =
                new TreeSet<>(ResourceBundle.getBundle("help", new Locale("sv")).keySet());
        written.removeAll(used);
        assertThat(written).isEmpty();
    }
}
