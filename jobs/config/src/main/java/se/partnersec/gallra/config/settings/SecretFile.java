package se.partnersec.gallra.config.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.file.SecretPermissions;
import se.partnersec.gallra.support.text.FileFault;
import se.partnersec.gallra.support.text.Sentences;

/** Secrets in files that nobody else can read; what is wrong with one is said, never what is in it. */
public final class SecretFile {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final String FILE = "_FILE";

    private SecretFile() {}

    /** The environment with the secrets that it names a file for, such as {@code GALLRA_DB_PASSWORD_FILE}. */
    static Map<String, String> resolved(Map<String, String> environment, List<String> problems) {
        Map<String, String> resolved = new HashMap<>(environment);
        for (String name : SettingNames.SECRETS) {
            String secret = named(name, environment, problems);
            if (secret != null) {
                resolved.put(name, secret);
            }
        }
        return resolved;
    }

    /**
     * A secret from the environment, or from the file that it names.
     *
     * @param name of the variable; with {@code _FILE} behind it, of the one that names the file
     * @param problems what is wrong, with the cure, is added here
     * @return null if neither is set
     */
    public static @Nullable String of(String name, Map<String, String> environment, List<String> problems) {
        String secret = named(name, environment, problems);
        String plain = environment.getOrDefault(name, "");
        return secret != null || plain.isBlank() ? secret : plain;
    }

    /** From the file that is named; null if none is. */
    private static @Nullable String named(String name, Map<String, String> environment, List<String> problems) {
        String file = environment.getOrDefault(name + FILE, "").strip();
        if (file.isEmpty()) {
            return null;
        }
        if (!environment.getOrDefault(name, "").isBlank()) {
            problems.add(SENTENCES.say("settings.both-set-keep-one", name, name, FILE));
        }
        String secret = read(file, name + FILE, problems);
        if (secret != null && secret.isBlank()) {
            problems.add(SENTENCES.say("settings.file-empty-put-secret-into", name, FILE, file));
        }
        return secret == null || secret.isBlank() ? "?" : secret;
    }

    /**
     * What a file holds, without the end of its last line.
     *
     * @param variable names the file
     * @return null if it cannot be read
     */
    static @Nullable String read(String file, String variable, List<String> problems) {
        try {
            Path path = Path.of(file);
            if (SecretPermissions.othersMay(path)) {
                problems.add(SENTENCES.say("settings.secret-can-read-others-chmod-600", file, file));
            }
            return Files.readString(path).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            problems.add(SENTENCES.say("settings.file-cannot-read-check-file-owner", file, FileFault.of(e), variable));
            return null;
        }
    }
}
