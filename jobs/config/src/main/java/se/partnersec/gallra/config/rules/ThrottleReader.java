package se.partnersec.gallra.config.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.StrictYaml;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.policy.limit.TimeWindow;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Reads {@code throttle.yml} strictly; what it does not say, and where there is no such file, stops nothing. */
public final class ThrottleReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final String WINDOWS = "windows";
    private static final String REPLICAS = "replicas";
    private static final String CHUNK_TIME = "chunk-time";
    private static final String ANY = "any";
    private static final String NONE = "none";
    private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9.-]{0,200}[A-Za-z0-9])?(:[1-9][0-9]{0,4})?";
    private static final int MOST_PORT = 65_535;
    private static final int LEAST_LAG = 10;
    private static final int MOST_SECONDS = 86_400;
    private static final int MOST_THREADS = 100_000;
    private static final int LEAST_CHUNK_TIME = 20;
    private static final int MOST_CHUNK_TIME = 10_000;

    private ThrottleReader() {}

    /** What the file says; throws {@link ConfigException} with every fault and its line. */
    public static ThrottlePolicy read(Path file, Collection<DataCategory> categories) {
        if (!Files.exists(file)) {
            return ThrottlePolicy.NONE;
        }
        YamlMapping.Faults faults = new YamlMapping.Faults(file.toString());
        return throttle(StrictYaml.read(file, faults), faults, categories);
    }

    static ThrottlePolicy parse(String name, byte[] bytes, Collection<DataCategory> categories) {
        YamlMapping.Faults faults = new YamlMapping.Faults(name);
        return throttle(StrictYaml.parse(bytes, faults), faults, categories);
    }

    private static ThrottlePolicy throttle(
            YamlMapping file, YamlMapping.Faults faults, Collection<DataCategory> known) {
        file.allowOnly(Set.of(
                "every-category", "categories", REPLICAS, "max-lag", "max-threads-running", CHUNK_TIME, "patience"));
        List<TimeWindow> every = windows(file.block("every-category"), List.of());
        Map<DataCategory, List<TimeWindow>> own = new HashMap<>();
        file.blocks("categories", known, DataCategory::id)
                .forEach((category, one) -> own.put(category, windows(one, every)));
        ThrottlePolicy none = ThrottlePolicy.NONE;
        List<String> replicas = replicas(file);
        Duration lag = seconds(file, "max-lag", LEAST_LAG, none.maxLag());
        int threads = threads(file);
        Duration chunkTime = chunkTime(file);
        Duration patience = seconds(file, "patience", 1, none.patience());
        faults.throwIfAny();
        return new ThrottlePolicy(own, every, replicas, lag, threads, chunkTime, patience);
    }

    private static List<TimeWindow> windows(@Nullable YamlMapping block, List<TimeWindow> otherwise) {
        if (block == null) {
            return otherwise;
        }
        block.allowOnly(Set.of(WINDOWS));
        List<TimeWindow> windows = new ArrayList<>();
        for (String word : words(block, WINDOWS, ANY)) {
            TimeWindow.parse(word)
                    .ifPresentOrElse(
                            windows::add,
                            () -> block.fault(
                                    WINDOWS,
                                    SENTENCES.say("rules.no-part-day-write-list-like", word, WINDOWS, block.name())));
        }
        return block.has(WINDOWS) ? windows : otherwise;
    }

    private static List<String> replicas(YamlMapping file) {
        List<String> hosts = words(file, REPLICAS, NONE);
        for (String host : hosts) {
            if (!host.matches(HOST) || port(host) > MOST_PORT) {
                file.fault(REPLICAS, SENTENCES.say("rules.no-host-write-list-like-replica1", host, REPLICAS));
            }
        }
        return hosts.stream()
                .map(host -> host.contains(":") ? host : host + ":3306")
                .toList();
    }

    private static int port(String host) {
        return host.contains(":") ? Integer.parseInt(host.substring(host.indexOf(':') + 1)) : 0;
    }

    /** A list, or nothing for the one word that stands without a list; any other word is left to be refused. */
    private static List<String> words(YamlMapping block, String key, String nothing) {
        if (!block.has(key)) {
            return List.of();
        }
        if (block.isList(key)) {
            List<String> words = block.texts(key);
            return words == null ? List.of() : words;
        }
        String word = block.text(key);
        return word == null || word.equals(nothing) ? List.of() : List.of(word);
    }

    private static Duration seconds(YamlMapping file, String key, int least, Duration otherwise) {
        Integer value = file.number(key);
        if (value != null && (value < least || value > MOST_SECONDS)) {
            file.fault(
                    key,
                    SENTENCES.say(
                            "rules.must-seconds-change-leave-out",
                            key,
                            least,
                            MOST_SECONDS,
                            value,
                            otherwise.toSeconds()));
        }
        return value == null ? otherwise : Duration.ofSeconds(value);
    }

    private static Duration chunkTime(YamlMapping file) {
        Integer value = file.number(CHUNK_TIME);
        Duration otherwise = ThrottlePolicy.NONE.chunkTime();
        if (value != null && (value < LEAST_CHUNK_TIME || value > MOST_CHUNK_TIME)) {
            file.fault(
                    CHUNK_TIME,
                    SENTENCES.say(
                            "rules.must-milliseconds-change-leave-out",
                            CHUNK_TIME,
                            LEAST_CHUNK_TIME,
                            MOST_CHUNK_TIME,
                            value,
                            otherwise.toMillis()));
        }
        return value == null ? otherwise : Duration.ofMillis(value);
    }

    private static int threads(YamlMapping file) {
        String key = "max-threads-running";
        boolean single = !file.isList(key) && !file.isBlock(key);
        if (!file.has(key) || single && NONE.equals(file.text(key))) {
            return 0;
        }
        Integer value = file.number(key);
        if (value != null && (value < 1 || value > MOST_THREADS)) {
            file.fault(key, SENTENCES.say("rules.must-1-write-word-none", key, MOST_THREADS, value));
        }
        return value == null ? 0 : value;
    }
}
