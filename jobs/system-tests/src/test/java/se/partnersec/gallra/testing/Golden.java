package se.partnersec.gallra.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that somebody has looked at and approved, under {@code src/test/resources/golden}. What differs from day to day is
 * masked. After a change that is meant, {@code -Dgolden=write} writes them anew; then look at the difference.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    public static void check(String name, String text) {
        Path file = FOLDER.resolve(name + ".txt");
        String masked = mask(text);
        try {
            if (System.getProperty("golden", "").equals("write")) {
                Files.writeString(file, masked);
            }
            assertThat(masked).as(file.toString()).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each mask is as long as what it hides, so that columns stay where they were. */
    static String mask(String text) {
        return text.replaceAll("\\bp-\\d{8}-\\d{4}(-\\d+)?\\b", "p-YYYYMMDD-hhmm")
                        .replaceAll("\\d{4}-\\d{2}-\\d{2}", "YYYY-MM-DD")
                        .replaceAll("\\b\\d:\\d{2}:\\d{2}\\b", "h:mm:ss")
                        .replaceAll("\\b\\d{2}:\\d{2}\\b", "hh:mm")
                        .replaceAll("\\bUTC\\+[12]\\b", "UTC+#")
                        .replaceAll("\\b[0-9a-f]{64}\\b", "#".repeat(64))
                        .replaceAll("\\b[0-9a-f]{32}\\b", "#".repeat(32))
                        .replaceAll("(?<=[( ])[0-9a-f]{8}\\b", "########")
                        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:#####")
                        .replaceAll("process \\d+", "process #####")
                        .replaceAll("\\bby A-\\d+\\b", "by A-##")
                        .replaceAll("in force \\(A-\\d+\\)", "in force (A-##)")
                        .replaceAll("\\bat epoch \\d+", "at epoch ##")
                        // A retry under load is one row more.
                        .replaceAll("unbroken: \\d+ rows", "unbroken: ## rows")
                        .stripTrailing()
                + "\n";
    }
}
