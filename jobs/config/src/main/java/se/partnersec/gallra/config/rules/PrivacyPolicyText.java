package se.partnersec.gallra.config.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.support.text.Sentences;

/** The privacy policy as it was published, {@code privacy-policy.txt}: what the rules quote must stand in it word for word. */
final class PrivacyPolicyText {
    private static final Sentences SENTENCES = Sentences.of("config");
    static final String FILE = "privacy-policy.txt";

    private PrivacyPolicyText() {}

    /** One fault for each rule whose sentence is not in it; line ends and runs of spaces do not count. Empty if there is no such file. */
    static Optional<List<ConfigProblem>> faults(Path folder, RetentionPolicy policy) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String published;
        try {
            published = Files.readString(file, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
        } catch (IOException e) {
            return Optional.of(
                    List.of(new ConfigProblem(file.toString(), 0, SENTENCES.say("rules.cannot-read-utf-8-save-so"))));
        }
        return Optional.of(policy.rules().stream()
                .filter(rule -> !quoted(
                        published,
                        rule.grounds().sentence().replaceAll("\\s+", " ").strip()))
                .map(rule -> fault(folder, rule))
                .toList());
    }

    /** Search for whole words, because "90 days" must not be found in "190 days". */
    private static boolean quoted(String published, String sentence) {
        for (int at = published.indexOf(sentence); at >= 0; at = published.indexOf(sentence, at + 1)) {
            int end = at + sentence.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(published.charAt(at - 1));
            boolean ends = end == published.length()
                    || !Character.isLetterOrDigit(sentence.charAt(sentence.length() - 1))
                    || !Character.isLetterOrDigit(published.charAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static ConfigProblem fault(Path folder, RetentionRule rule) {
        return new ConfigProblem(
                folder.resolve("policy.yml").toString(),
                0,
                SENTENCES.say("rules.sentence-not-word-word-quote-what", rule.category(), FILE));
    }
}
