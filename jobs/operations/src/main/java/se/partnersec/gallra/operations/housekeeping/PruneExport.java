package se.partnersec.gallra.operations.housekeeping;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.json.JsonText;
import se.partnersec.gallra.support.text.Sentences;

/**
 * What is to be removed, in a folder of its own: a file of lines for each kind, and a manifest with the SHA-256 of each. For its
 * owner only, like everything that names people's keys.
 */
final class PruneExport {
    private static final Sentences SENTENCES = Sentences.of("operations");
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'prune-'uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String MANIFEST = "manifest.json";
    /** Exports in one second. */
    private static final int MOST = 100;

    private final Path folder;
    private final Map<HousekeepingKind, PruneExportFile.Content> files = new EnumMap<>(HousekeepingKind.class);
    private String manifest = "";

    private PruneExport(Path folder) {
        this.folder = folder;
    }

    /** @throws RefusedException if nothing can be written there */
    static PruneExport write(Path under, Instant now, Map<HousekeepingKind, PrunableRecords> past) {
        try {
            PruneExport export = new PruneExport(folder(under.toAbsolutePath(), NAME.format(now)));
            for (Map.Entry<HousekeepingKind, PrunableRecords> each : past.entrySet()) {
                export.files.put(each.getKey(), export.file(each.getKey(), each.getValue()));
            }
            export.manifest(now, past);
            try (FileChannel names = FileChannel.open(export.folder)) {
                names.force(true);
            }
            return export;
        } catch (IOException e) {
            throw new RefusedException(
                    ExitCode.USAGE,
                    List.of(SENTENCES.say("housekeeping.export-cannot-written-nothing-removed-give", e)),
                    e);
        }
    }

    /** Of its own, also if there was another in the same second. */
    private static Path folder(Path under, String name) throws IOException {
        for (int n = 1; ; n++) {
            try {
                return Files.createDirectory(
                        under.resolve(n == 1 ? name : name + "-" + n),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (n == MOST) {
                    throw e;
                }
            }
        }
    }

    private PruneExportFile.Content file(HousekeepingKind kind, PrunableRecords records) throws IOException {
        try (PruneExportFile file = new PruneExportFile(folder.resolve(kind.id() + ".jsonl"))) {
            List<String> keys = records.next(records.start());
            while (!keys.isEmpty()) {
                file.add(keys, records.read(keys, false).rows());
                keys = records.next(keys.get(keys.size() - 1));
            }
            return file.finish();
        }
    }

    private void manifest(Instant now, Map<HousekeepingKind, PrunableRecords> past) throws IOException {
        List<Map<String, Object>> kinds = new ArrayList<>();
        past.forEach((kind, records) -> {
            PruneExportFile.Content file = content(kind);
            Map<String, Object> block = new LinkedHashMap<>();
            block.put("kind", kind.id());
            block.put("olderThan", records.before().toString());
            block.put("file", String.valueOf(file.file().getFileName()));
            block.put("records", file.records());
            block.put("rows", file.rows());
            block.put("sha256", file.sha256());
            kinds.add(block);
        });
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("schema", "gallra.prune/1");
        tree.put("exportedAt", now.toString());
        tree.put("kinds", kinds);
        try (PruneExportFile file = new PruneExportFile(folder.resolve(MANIFEST))) {
            file.add(JsonText.line(tree) + "\n");
            manifest = file.finish().sha256();
        }
    }

    /** Reads all of it from the disk; throws {@link RefusedException} unless it is what was written. */
    void verify() {
        try {
            for (PruneExportFile.Content written : files.values()) {
                if (!PruneExportFile.read(written.file()).equals(written)) {
                    throw altered(written.file());
                }
            }
            if (!PruneExportFile.hash(folder.resolve(MANIFEST)).equals(manifest)) {
                throw altered(folder.resolve(MANIFEST));
            }
        } catch (RefusedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new RefusedException(
                    ExitCode.DIFFERENCES,
                    List.of(SENTENCES.say("housekeeping.export-cannot-read-back-nothing-removed", folder, e)),
                    e);
        }
    }

    private static RefusedException altered(Path file) {
        return RefusedException.differences(SENTENCES.say("housekeeping.not-what-written-moment-ago-nothing", file));
    }

    /** Reads one kind afresh: keys, and the rows that were written of them. */
    void each(HousekeepingKind kind, BiConsumer<List<String>, List<String>> action) {
        PruneExportFile.Content file = content(kind);
        try {
            PruneExportFile.each(file.file(), action);
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedException(
                    ExitCode.DIFFERENCES,
                    List.of(SENTENCES.say("housekeeping.can-no-longer-read-what-did", file.file(), e)),
                    e);
        }
    }

    PruneExportFile.Content content(HousekeepingKind kind) {
        PruneExportFile.Content content = files.get(kind);
        if (content == null) {
            throw new IllegalStateException("nothing of " + kind + " was exported. Indicates a bug");
        }
        return content;
    }

    Path folder() {
        return folder;
    }

    /** SHA-256 of the manifest, in hex. */
    String manifest() {
        return manifest;
    }
}
