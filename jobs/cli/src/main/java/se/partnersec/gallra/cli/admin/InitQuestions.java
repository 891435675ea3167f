package se.partnersec.gallra.cli.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;

/** Questions of {@code gallra init} on a terminal: whose answer changes most of the file. Enter takes the default of each. */
final class InitQuestions {
    private static final int MOST_TRIES = 3;

    private final Terminal terminal;
    private final CliMessages words;
    private final BufferedReader answers;

    InitQuestions(Terminal terminal, CliMessages words, BufferedReader answers) {
        this.terminal = terminal;
        this.words = words;
        this.answers = answers;
    }

    static InitQuestions of(CommandContext session) {
        return new InitQuestions(
                session.terminal(),
                session.words(),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    /** Those of the schemas that hold the business; all by default. */
    List<String> schemas(List<String> all) {
        if (all.size() < 2) {
            return all;
        }
        for (int i = 0; i < MOST_TRIES; i++) {
            String answer = ask("init.ask.schemas", String.join(", ", all));
            if (answer.isEmpty()) {
                return all;
            }
            List<String> named = Arrays.stream(answer.split("[\\s,]+"))
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .toList();
            if (!named.isEmpty() && all.containsAll(named)) {
                return named;
            }
            terminal.note(words.say("init.ask.again", answer));
        }
        return all;
    }

    /** The zone of all DATETIME columns; by default nobody knows, and each is marked. */
    @Nullable
    ZoneId zone() {
        for (int i = 0; i < MOST_TRIES; i++) {
            String answer = ask("init.ask.zone");
            if (answer.isEmpty()) {
                return null;
            }
            try {
                return ZoneId.of(answer);
            } catch (DateTimeException e) {
                terminal.note(words.say("init.ask.again", answer));
            }
        }
        return null;
    }

    /** The end of the input is the default, too. */
    private String ask(String question, Object... args) {
        terminal.note(words.say(question, args));
        try {
            String line = answers.readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
