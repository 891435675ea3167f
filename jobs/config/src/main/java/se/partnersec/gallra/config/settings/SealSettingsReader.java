package se.partnersec.gallra.config.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.SealSettings.KeyFiles;
import se.partnersec.gallra.support.text.Sentences;

/** Reads what the environment says about seals. */
final class SealSettingsReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final int LONGEST_DAYS = 36_500;

    private final Map<String, String> environment;
    private final List<String> problems;

    SealSettingsReader(Map<String, String> environment, List<String> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    SealSettings read() {
        return new SealSettings(
                new KeyFiles(path("GALLRA_SEAL_KEY_FILE"), path("GALLRA_SEAL_PUBLIC_KEY_FILE")),
                new KeyFiles(path("GALLRA_CERTIFICATE_KEY_FILE"), path("GALLRA_CERTIFICATE_PUBLIC_KEY_FILE")),
                path("GALLRA_SEAL_DIR"),
                bucket(),
                Objects.requireNonNullElse(value("GALLRA_SEAL_PREFIX"), SealSettings.DEFAULT_PREFIX),
                days(),
                acceptUnlocked());
    }

    private @Nullable BucketSettings bucket() {
        String name = value("GALLRA_SEAL_BUCKET");
        if (name == null) {
            return null;
        }
        S3Endpoint.check("GALLRA_SEAL_S3_ENDPOINT", value("GALLRA_SEAL_S3_ENDPOINT"), problems);
        try {
            return new BucketSettings(
                    value("GALLRA_SEAL_S3_ENDPOINT"),
                    Objects.requireNonNullElse(value("GALLRA_SEAL_S3_REGION"), "eu-north-1"),
                    name,
                    value("GALLRA_SEAL_S3_ACCESS_KEY"),
                    value("GALLRA_SEAL_S3_SECRET_KEY"),
                    value("GALLRA_SEAL_S3_BUCKET_OWNER"));
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()).replace("GALLRA_S3_", "GALLRA_SEAL_S3_"));
            return null;
        }
    }

    private int days() {
        String text = value("GALLRA_SEAL_RETENTION_DAYS");
        if (text == null) {
            return SealSettings.DEFAULT_RETENTION_DAYS;
        }
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= LONGEST_DAYS) {
            return Integer.parseInt(text);
        }
        problems.add(SENTENCES.say(
                "settings.gallra-seal-retention-days-must-whole",
                LONGEST_DAYS,
                text,
                SealSettings.DEFAULT_RETENTION_DAYS));
        return SealSettings.DEFAULT_RETENTION_DAYS;
    }

    private boolean acceptUnlocked() {
        String text = value("GALLRA_SEAL_WITHOUT_LOCK");
        if (text != null && !text.equals("accept")) {
            problems.add(SENTENCES.say("settings.gallra-seal-without-lock-either-unset", text));
        }
        return "accept".equals(text);
    }

    private @Nullable Path path(String name) {
        String text = value(name);
        try {
            return text == null ? null : Path.of(text);
        } catch (InvalidPathException e) {
            problems.add(SENTENCES.say("settings.no-file-name", name, text));
            return null;
        }
    }

    private @Nullable String value(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
