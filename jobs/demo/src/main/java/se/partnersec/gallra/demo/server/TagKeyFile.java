package se.partnersec.gallra.demo.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The ledger's secret for trying out: made once, kept when the servers are reset, readable by its owner only. */
final class TagKeyFile {
    private final Path path;

    TagKeyFile(Path folder) {
        this.path = folder.resolve("tag.key");
    }

    Path path() {
        return path;
    }

    void makeIfMissing() throws IOException {
        if (Files.exists(path)) {
            return;
        }
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Path fresh = Files.createTempFile(
                path.getParent(),
                "tag",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, HexFormat.of().formatHex(key) + "\n");
        Files.move(fresh, path);
    }
}
