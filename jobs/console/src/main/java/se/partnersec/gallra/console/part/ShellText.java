package se.partnersec.gallra.console.part;

import java.util.List;
import java.util.stream.Collectors;
import se.partnersec.gallra.support.text.VisibleText;

/** A command as a person types it in a shell. */
public final class ShellText {
    private ShellText() {}

    public static String of(List<String> command) {
        return "gallra " + command.stream().map(ShellText::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        String shown = VisibleText.of(word);
        return shown.matches("[A-Za-z0-9_.,:@%+=/-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }
}
