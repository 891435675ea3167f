package se.partnersec.gallra.cli.output;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Asks the system whether a standard stream is a terminal, and how wide that is. */
final class TerminalStreams {
    private static final int USUAL = 100;

    private TerminalStreams() {}

    /** Columns of the terminal: what the environment says, else what {@code stty} says of it, else 100. */
    static int columns(Map<String, String> environment) {
        String said = environment.getOrDefault("COLUMNS", "");
        if (!said.matches("[0-9]{1,4}")) {
            try {
                Process stty = new ProcessBuilder("stty", "size")
                        .redirectInput(new File("/dev/tty"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                        .strip()
                        .replaceFirst("^[0-9]+ ", "");
            } catch (IOException e) {
                return USUAL;
            }
        }
        return said.matches("[0-9]{2,4}") ? Integer.parseInt(said) : USUAL;
    }

    /** Asked of the system, because {@code System.console()} speaks for all streams together, and not in all versions. */
    static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
