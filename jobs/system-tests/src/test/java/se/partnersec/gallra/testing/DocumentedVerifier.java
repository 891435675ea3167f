package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The verifier of the documentation, which shares no line with the program. */
public final class DocumentedVerifier {
    private DocumentedVerifier() {}

    /** What it said, a line a file, and how it ended. */
    public record Verdict(int exit, List<String> lines) {}

    /** @param words such as {@code proof}, a public key and a file */
    public static Verdict verify(List<String> words) {
        String program = words.get(0).equals("proof") ? "verify_proof.py" : "verify_evidence.py";
        // -B: it leaves no compiled files beside the documentation.
        List<String> command = new ArrayList<>(List.of(
                "python3", "-B", Path.of("../../job-config/docs", program).toString()));
        command.addAll(words);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return new Verdict(process.waitFor(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
