package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.testing.assertion.LooseLimits;

/** Configuration files of a test's company: the shipped ones over its own schema, without limits. */
final class CompanyConfig implements AutoCloseable {
    private final Path folder;
    private @Nullable Map<Path, String> kept;

    CompanyConfig(String business, UnaryOperator<String> policy) {
        try {
            folder = Files.createTempDirectory("gallra-config");
            Path shipped = Path.of("..", "..", "job-config");
            Files.writeString(
                    folder.resolve("policy.yml"), policy.apply(Files.readString(shipped.resolve("policy.yml"))));
            String sources = Files.readString(shipped.resolve("sources.yml"));
            Files.writeString(
                    folder.resolve("sources.yml"), sources.replace("schema: partnersec", "schema: " + business));
            LooseLimits.in(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void change(String file, UnaryOperator<String> change) {
        try {
            String before = Files.readString(folder.resolve(file));
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new IllegalArgumentException("nothing of " + file + " was changed");
            }
            Files.writeString(folder.resolve(file), after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the files as they are for those to go back to; the next call puts them back. */
    void reset() {
        try {
            if (kept == null) {
                kept = read();
                return;
            }
            for (Map.Entry<Path, String> each : kept.entrySet()) {
                Files.writeString(each.getKey(), each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<Path, String> read() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            Map<Path, String> texts = new HashMap<>();
            for (Path each : all) {
                texts.put(each, Files.readString(each));
            }
            return texts;
        }
    }

    @Override
    public void close() {
        ServerFolders.remove(folder);
    }
}
