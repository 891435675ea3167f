package se.partnersec.gallra.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where words go: results to standard output, everything said about the work to standard error. */
final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean screen;
    private final boolean colour;
    private boolean plain;
    private boolean quiet;
    private boolean colourless;

    /** @param screen whether a person watches standard error */
    Terminal(OutputStream out, OutputStream err, boolean screen, boolean colour) {
        // Always UTF-8: with the C locale Java would print a question mark for every å.
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.screen = screen;
        this.colour = colour;
    }

    static Terminal of(Map<String, String> environment, OutputStream out, OutputStream err) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb;
        return new Terminal(out, err, isTerminal(2) && !dumb, wanted && isTerminal(1) && isTerminal(2));
    }

    /** Asked of the system, because {@code System.console()} speaks for all streams together, and not in all versions. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }

    void configure(boolean plainText, boolean quietly, boolean noColour) {
        plain = plainText;
        quiet = quietly;
        colourless = noColour;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    void result(String line) {
        out.println(line);
    }

    void result(String format, Object... args) {
        out.println(String.format(Locales.OURS, format, args));
    }

    /** Several lines at once, however they end. */
    void block(String text) {
        out.println(text.stripTrailing());
    }

    /** Something said in passing; not with {@code --quiet}. */
    void note(String line) {
        if (!quiet) {
            err.println(line);
        }
    }

    void problem(String line) {
        err.println(line);
    }

    boolean screen() {
        return screen && !plain && !quiet;
    }

    boolean plain() {
        return plain;
    }

    boolean quiet() {
        return quiet;
    }

    boolean colour() {
        return colour && !plain && !colourless;
    }

    String bold(String text) {
        return colour() ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    String red(String text) {
        return colour() ? "\u001b[31m" + text + "\u001b[0m" : text;
    }
}
