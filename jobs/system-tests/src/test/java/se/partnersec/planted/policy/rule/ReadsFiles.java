package se.partnersec.planted.policy.rule;

import java.nio.file.Files;
import java.nio.file.Path;

/** A rule that depends on a file. */
public final class ReadsFiles {
    private ReadsFiles() {}

    public static boolean decide(String name) {
        return Files.exists(Path.of(name));
    }
}
