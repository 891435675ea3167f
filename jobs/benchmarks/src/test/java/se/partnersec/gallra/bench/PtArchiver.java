package se.partnersec.gallra.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Percona Toolkit's archiver, the tool most people use: a process of its own, told to purge. */
record PtArchiver(String name, String words, BenchServer server, List<String> mode) implements Way {
    /** Its fastest mode: it deletes a range it read before, blind to a hold placed meanwhile. */
    static Way fastest(BenchServer server) {
        return new PtArchiver(
                "archiver",
                "pt-archiver --limit 10000 --bulk-delete --commit-each (fastest)",
                server,
                List.of("--limit", "10000", "--bulk-delete", "--commit-each"));
    }

    /** Row by row: the mode that may keep a row. */
    static Way safe(BenchServer server) {
        return new PtArchiver(
                "archiver-safe",
                "pt-archiver --limit 1000 --commit-each (row by row)",
                server,
                List.of("--limit", "1000", "--commit-each"));
    }

    static boolean installed() {
        try {
            Process process = new ProcessBuilder("pt-archiver", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Took run(AgedRows rows) throws IOException, InterruptedException {
        // The password goes by a file for its owner alone: arguments can be read by everybody.
        Path file = Files.createTempFile(
                "bench", ".cnf", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(file, server.clientFile());
            String[] name = rows.name().replace("`", "").split("\\.", -1);
            List<String> command = new ArrayList<>(List.of(
                    "pt-archiver",
                    "--source",
                    "F=" + file + ",D=" + name[0] + ",t=" + name[1],
                    "--purge",
                    "--no-check-charset",
                    "--where",
                    rows.going("`" + name[1] + "`")));
            command.addAll(mode);
            long started = System.nanoTime();
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            Took took = Took.plain(started);
            if (exit != 0) {
                throw new IllegalStateException("pt-archiver ended with " + exit + ": " + said);
            }
            return took;
        } finally {
            Files.delete(file);
        }
    }
}
