package se.partnersec.gallra.demo.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Launches the servers as a process of their own that no closed terminal and no Ctrl-C ends. */
final class ServersProcess {
    private static final Sentences SENTENCES = Sentences.of("demo");
    static final String MAIN = "se.partnersec.gallra.embedded.Servers";
    private static final int TAIL = 20;

    private final Path folder;
    private final @Nullable String classpath;

    ServersProcess(Path folder, @Nullable String classpath) {
        this.folder = folder;
        this.classpath = classpath;
    }

    Process start() throws IOException {
        if (classpath == null || classpath.isBlank()) {
            throw new RefusedException(
                    ExitCode.CONFIGURATION,
                    List.of(
                            SENTENCES.say("server.no-database-configured-jar-carries-no"),
                            SENTENCES.say("server.set-gallra-db-url-gallra-db"),
                            SENTENCES.say("server.run-scripts-gallra-checkout-which-builds")));
        }
        List<String> command = new ArrayList<>();
        if (isThere("setsid")) {
            // A session of its own: Ctrl-C in the terminal goes to every process of the terminal's session.
            command.add("setsid");
        } else if (isThere("nohup")) {
            command.add("nohup");
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                MAIN,
                folder.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log().toFile());
        builder.environment().put("CLASSPATH", classpath);
        return builder.start();
    }

    private Path log() {
        return folder.resolve("servers.log");
    }

    String logTail() {
        try {
            List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
            return SENTENCES.say(
                    "server.end-n",
                    log(),
                    String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size())));
        } catch (IOException e) {
            return SENTENCES.say("server.there-nothing-read", log());
        }
    }

    private static boolean isThere(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }
}
