package se.partnersec.gallra.cli.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/** Keeps what an error said for whoever mends it. The terminal gets a number only: messages may quote records. */
public final class ErrorReportFile {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private static final FileAttribute<Set<PosixFilePermission>> MINE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> MY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;

    public ErrorReportFile(Path folder) {
        this.folder = folder.resolve("errors");
    }

    public void write(Throwable error, Terminal terminal) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        terminal.problem(SENTENCES.say(
                "shell.gallra-failed-way-nobody-foresaw-error",
                id,
                error.getClass().getSimpleName()));
        try {
            Files.createDirectories(folder, MY_FOLDER);
            Path file = Files.createFile(folder.resolve(id + ".txt"), MINE);
            Files.writeString(file, VisibleText.lines(trace(error)), StandardCharsets.UTF_8);
            terminal.problem(SENTENCES.say("shell.details-may-hold-personal-data-please", file));
        } catch (IOException | UnsupportedOperationException e) {
            terminal.problem(SENTENCES.say("shell.details-could-not-written-debug-shows", folder));
        }
    }

    public static String trace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
