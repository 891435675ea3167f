package se.partnersec.gallra.testing.assertion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Limits as a company may write them that wants none: for tests of something else. */
public final class LooseLimits {
    private static final String NONE = """
            every-category:
              max-records: 999999999
              max-percent: 100
              max-percent-of-customer: 100
              max-times-median: 1000
              few: 999999999
              approve: none
            """;

    private LooseLimits() {}

    /** Beside the policy, where the program looks for it. */
    public static Path in(Path folder) {
        return write(folder, NONE);
    }

    public static Path write(Path folder, String limits) {
        try {
            Files.writeString(folder.resolve("limits.yml"), limits);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
