package se.partnersec.gallra.cli.main;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Errors of a command line that picocli finds, in the language of the process; picocli itself speaks English only. Its sentences are
 * known by the English text of the bundle, which is word for word its own.
 */
final class UsageErrorText {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private static final String PLACE = "\u0000";

    /** Sentences of picocli, the narrower ones first. */
    static final List<String> KEYS = List.of(
            "usage.unknown-option",
            "usage.unknown-options",
            "usage.unmatched",
            "usage.unmatched-many",
            "usage.missing-value",
            "usage.missing-option",
            "usage.missing-options",
            "usage.missing-parameter",
            "usage.missing-parameters",
            "usage.missing-both",
            "usage.value-expected",
            "usage.invalid-option",
            "usage.invalid-parameter",
            "usage.one-of",
            "usage.group-one",
            "usage.group",
            "usage.exclusive",
            "usage.once",
            "usage.no-value");

    /** Sentences of ours for those in which picocli gives the index of an argument. */
    private static final Map<String, String> PLAINER = Map.of(
            "usage.unmatched", "usage.unknown-argument",
            "usage.unmatched-many", "usage.unknown-arguments",
            "usage.invalid-parameter", "usage.invalid-argument",
            "usage.group-one", "usage.name-one");

    private static final String ONLY_ONE = "Error: expected only one match but got";
    private static final Pattern GIVEN = Pattern.compile("\\{(-[^{}]*)\\}");

    private UsageErrorText() {}

    /** What is wrong, and what was perhaps meant. */
    static List<String> of(ParameterException error) {
        Stream<String> meant = error instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? Stream.of(meant(unmatched))
                : Stream.of();
        return Stream.concat(Stream.of(said(named(error))), meant).toList();
    }

    private static String meant(UnmatchedArgumentException unmatched) {
        if (unmatched.isUnknownOption()) {
            return SENTENCES.say("usage.possible", String.join(", ", unmatched.getSuggestions()));
        }
        String before = unmatched.getCommandLine().getCommandSpec().qualifiedName() + " ";
        return SENTENCES.say(
                "usage.meant",
                unmatched.getSuggestions().stream()
                        .map(before::concat)
                        .collect(Collectors.joining(SENTENCES.say("usage.or"))));
    }

    /** The message with each option under its first name: picocli takes the shortest. */
    private static String named(ParameterException error) {
        String message = String.valueOf(error.getMessage());
        for (OptionSpec option : error.getCommandLine().getCommandSpec().options()) {
            String shortest = option.shortestName();
            if (shortest.startsWith("--")) {
                message = message.replace(
                        shortest + "=" + option.paramLabel(), option.names()[0] + "=" + option.paramLabel());
            }
        }
        return message;
    }

    private static String said(String english) {
        if (english.startsWith(ONLY_ONE)) {
            return SENTENCES.say(
                    "usage.only-one",
                    GIVEN.matcher(english)
                            .results()
                            .map(found -> found.group(1))
                            .collect(Collectors.joining(", ")));
        }
        for (String key : KEYS) {
            Matcher found = pattern(key).matcher(english);
            if (found.matches()) {
                return SENTENCES.say(
                        PLAINER.getOrDefault(key, key), (Object[]) IntStream.rangeClosed(1, found.groupCount())
                                .mapToObj(i -> said(found.group(i)))
                                .map(each -> key.equals("usage.group-one") ? choices(each) : each)
                                .toArray(String[]::new));
            }
        }
        return english;
    }

    /** {@code ((--a | --b) | (--c --d))} as a list in words. */
    private static String choices(String group) {
        return String.join(", ", group.replaceAll("[()]", "").split(" \\| "));
    }

    private static Pattern pattern(String key) {
        String english = SENTENCES.in(Locale.ENGLISH, key, PLACE, PLACE, PLACE).strip();
        return Pattern.compile(Pattern.quote(english).replace(PLACE, "\\E(.+?)\\Q") + "\\s*", Pattern.DOTALL);
    }
}
