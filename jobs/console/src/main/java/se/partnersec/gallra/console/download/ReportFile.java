package se.partnersec.gallra.console.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Place for a file that a command writes and a browser gets; only this process may read it, and it is gone afterwards. */
public final class ReportFile implements AutoCloseable {
    private final Path folder;

    private ReportFile(Path folder) {
        this.folder = folder;
    }

    /** Makes an empty place. */
    public static ReportFile make() throws IOException {
        return new ReportFile(Files.createTempDirectory(
                "report-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    /** Path of a file in it that is not there yet. */
    public Path path(String extension) {
        return folder.resolve("report." + extension);
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
