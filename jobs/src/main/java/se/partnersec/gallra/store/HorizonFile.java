package se.partnersec.gallra.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code horizon.yml} strictly. What it says nothing of, or {@code not declared}, is not in the list: that is not the
 * same as {@code none}.
 */
public final class HorizonFile {
    private static final String NONE = "none";
    private static final String NOTHING = "not declared";
    private static final String DAYS = "days";
    private static final String WHERE = "where";
    private static final String TO = "to";
    private static final int MOST_DAYS = 36_500;

    private static final Map<String, CopyPlace> DATABASE = ordered(
            "binary-log", CopyPlace.BINARY_LOG, "replicas", CopyPlace.REPLICAS, "backups", CopyPlace.DATABASE_BACKUPS);
    private static final Map<String, CopyPlace> BUCKET =
            ordered("replication", CopyPlace.BUCKET_REPLICATION, "backups", CopyPlace.BUCKET_BACKUPS);

    private final List<DeclaredPlace> found = new ArrayList<>();

    private HorizonFile() {}

    private static Map<String, CopyPlace> ordered(Object... pairs) {
        Map<String, CopyPlace> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], (CopyPlace) pairs[i + 1]);
        }
        return map;
    }

    /** What a file declares; throws {@link ConfigException} with every fault and its line. No file declares nothing. */
    public static List<DeclaredPlace> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        YamlBlock.Faults faults = new YamlBlock.Faults(file.toString());
        return new HorizonFile().places(YamlText.read(file, faults), faults);
    }

    static List<DeclaredPlace> parse(String name, byte[] bytes) {
        YamlBlock.Faults faults = new YamlBlock.Faults(name);
        return new HorizonFile().places(YamlText.parse(bytes, faults), faults);
    }

    private List<DeclaredPlace> places(YamlBlock file, YamlBlock.Faults faults) {
        file.allowOnly(Set.of("database", "bucket", "elsewhere"));
        known(file, "database", DATABASE);
        known(file, "bucket", BUCKET);
        YamlBlock elsewhere = file.block("elsewhere");
        if (elsewhere != null) {
            elsewhere.keys().forEach(name -> place(elsewhere, name, CopyPlace.ELSEWHERE));
        }
        faults.throwIfAny();
        return List.copyOf(found);
    }

    private void known(YamlBlock file, String key, Map<String, CopyPlace> places) {
        YamlBlock block = file.block(key);
        if (block != null) {
            block.allowOnly(places.keySet());
            places.forEach((name, place) -> place(block, name, place));
        }
    }

    private void place(YamlBlock block, String name, CopyPlace place) {
        if (!block.has(name)) {
            return;
        }
        if (block.isBlock(name)) {
            lasting(block, name, place);
            return;
        }
        String word = block.text(name);
        if (NONE.equals(word) && place != CopyPlace.ELSEWHERE) {
            found.add(new DeclaredPlace(place, name, null, "", List.of()));
        } else if (word != null && !(NOTHING.equals(word) && place != CopyPlace.ELSEWHERE)) {
            block.fault(
                    name,
                    "'" + name + "' in " + block.name() + " must be {" + DAYS + ": N, " + WHERE + ": …}"
                            + (place == CopyPlace.ELSEWHERE ? "" : ", or the words " + NONE + " or " + NOTHING)
                            + ", was '" + word + "'");
        }
    }

    private void lasting(YamlBlock block, String name, CopyPlace place) {
        YamlBlock about = block.block(name);
        if (about == null) {
            return;
        }
        boolean replication = place == CopyPlace.BUCKET_REPLICATION;
        about.allowOnly(replication ? Set.of(DAYS, WHERE, TO) : Set.of(DAYS, WHERE));
        about.require(replication ? List.of(DAYS, TO) : List.of(DAYS));
        Integer days = about.number(DAYS);
        if (days != null && (days < 0 || days > MOST_DAYS)) {
            about.fault(
                    DAYS,
                    "'" + DAYS + "' in " + about.name() + " must lie between 0 and " + MOST_DAYS + ", was " + days
                            + "; say after how many days what is erased here is gone there too");
            days = null;
        }
        String where = about.text(WHERE);
        List<String> to = replication ? about.texts(TO) : List.of();
        if (days != null && to != null) {
            found.add(new DeclaredPlace(place, name, days, where == null ? "" : where, to));
        }
    }
}
