package se.partnersec.gallra.config.mappingfile;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Marks that {@code gallra init} leaves in the comments of a mapping: a line that is missing, or a guess that nobody has confirmed. Either
 * refuses the file. Nobody sees a comment once the rules are adopted, so that a guess must be settled before.
 */
final class OpenMarks {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final Pattern MARK = Pattern.compile("(?:^|\\s)#\\s*(TODO|CHECK)\\b:?\\s*(.*)$");

    private OpenMarks() {}

    static void refuse(byte[] file, YamlMapping.Faults faults) {
        String[] lines = new String(file, StandardCharsets.UTF_8).split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher mark = MARK.matcher(lines[i]);
            if (mark.find()) {
                String what = SqlIdentifier.shown(mark.group(2).strip());
                faults.add(
                        i + 1,
                        mark.group(1).equals("TODO")
                                ? SENTENCES.say("mappingfile.not-answered-write-line-remove-todo", what)
                                : SENTENCES.say("mappingfile.guess-nobody-confirmed-correct-line-if", what));
            }
        }
    }
}
