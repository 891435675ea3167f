package se.partnersec.gallra.config.copies;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.StrictYaml;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Reads {@code copies.yml} strictly. What it says nothing of, or {@code not declared}, is not in the list: that is not the
 * same as {@code none}.
 */
public final class CopyRegisterReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final String NONE = "none";
    private static final String NOTHING = "not declared";
    private static final String DAYS = "days";
    private static final String WHERE = "where";
    private static final String TO = "to";
    private static final int MOST_DAYS = 36_500;

    private static final Map<String, CopyLocation> DATABASE = ordered(
            "binary-log",
            CopyLocation.BINARY_LOG,
            "replicas",
            CopyLocation.REPLICAS,
            "backups",
            CopyLocation.DATABASE_BACKUPS);
    private static final Map<String, CopyLocation> BUCKET =
            ordered("replication", CopyLocation.BUCKET_REPLICATION, "backups", CopyLocation.BUCKET_BACKUPS);

    private final List<DeclaredCopyLocation> found = new ArrayList<>();

    private CopyRegisterReader() {}

    private static Map<String, CopyLocation> ordered(Object... pairs) {
        Map<String, CopyLocation> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], (CopyLocation) pairs[i + 1]);
        }
        return map;
    }

    /** What a file declares; throws {@link ConfigException} with every fault and its line. No file declares nothing. */
    public static List<DeclaredCopyLocation> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        YamlMapping.Faults faults = new YamlMapping.Faults(file.toString());
        return new CopyRegisterReader().places(StrictYaml.read(file, faults), faults);
    }

    static List<DeclaredCopyLocation> parse(String name, byte[] bytes) {
        YamlMapping.Faults faults = new YamlMapping.Faults(name);
        return new CopyRegisterReader().places(StrictYaml.parse(bytes, faults), faults);
    }

    private List<DeclaredCopyLocation> places(YamlMapping file, YamlMapping.Faults faults) {
        file.allowOnly(Set.of("database", "bucket", "elsewhere"));
        known(file, "database", DATABASE);
        known(file, "bucket", BUCKET);
        YamlMapping elsewhere = file.block("elsewhere");
        if (elsewhere != null) {
            elsewhere.keys().forEach(name -> place(elsewhere, name, CopyLocation.ELSEWHERE));
        }
        faults.throwIfAny();
        return List.copyOf(found);
    }

    private void known(YamlMapping file, String key, Map<String, CopyLocation> places) {
        YamlMapping block = file.block(key);
        if (block != null) {
            block.allowOnly(places.keySet());
            places.forEach((name, place) -> place(block, name, place));
        }
    }

    private void place(YamlMapping block, String name, CopyLocation place) {
        if (!block.has(name)) {
            return;
        }
        if (block.isBlock(name)) {
            lasting(block, name, place);
            return;
        }
        String word = block.text(name);
        if (NONE.equals(word) && place != CopyLocation.ELSEWHERE) {
            found.add(new DeclaredCopyLocation(place, name, null, "", List.of()));
        } else if (word != null && !(NOTHING.equals(word) && place != CopyLocation.ELSEWHERE)) {
            block.fault(
                    name,
                    SENTENCES.say(
                            "copies.must-n",
                            name,
                            block.name(),
                            DAYS,
                            WHERE,
                            (place == CopyLocation.ELSEWHERE ? "" : SENTENCES.say("copies.words", NONE, NOTHING)),
                            word));
        }
    }

    private void lasting(YamlMapping block, String name, CopyLocation place) {
        YamlMapping about = block.block(name);
        if (about == null) {
            return;
        }
        boolean replication = place == CopyLocation.BUCKET_REPLICATION;
        about.allowOnly(replication ? Set.of(DAYS, WHERE, TO) : Set.of(DAYS, WHERE));
        about.require(replication ? List.of(DAYS, TO) : List.of(DAYS));
        Integer days = about.number(DAYS);
        if (days != null && (days < 0 || days > MOST_DAYS)) {
            about.fault(
                    DAYS, SENTENCES.say("copies.must-lie-between-0-say-after", DAYS, about.name(), MOST_DAYS, days));
            days = null;
        }
        String where = about.text(WHERE);
        List<String> to = replication ? about.texts(TO) : List.of();
        if (days != null && to != null) {
            found.add(new DeclaredCopyLocation(place, name, days, where == null ? "" : where, to));
        }
    }
}
