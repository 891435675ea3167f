package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The process of a {@link SharedServer}: writes how to reach it, and ends when nobody has used it for some seconds. */
final class SharedServerProcess {
    private static final long LOOK_MILLIS = 1_000;
    /** Longer than a build takes from the end of one test process to the first question of the next. */
    private static final int UNUSED_LOOKS = 20;

    private SharedServerProcess() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        int exit = 1;
        // Threads of the servers would keep the process when something failed.
        try (FileChannel alive = SharedServer.open(folder.resolve(SharedServer.ALIVE_LOCK));
                FileLock lock = alive.lock()) {
            write(folder, server(SharedServer.valueOf(arguments[0])));
            serve(folder);
            exit = 0;
        } finally {
            System.exit(exit);
        }
    }

    private static Properties server(SharedServer kind) {
        return switch (kind) {
            case EMBEDDED_DATABASE -> TestDatabase.embedded().properties();
            case MYSQL -> TestDatabase.mysql().properties();
            case OBJECT_STORE -> TestObjectStore.embedded().properties();
            case LOCKING_OBJECT_STORE -> TestObjectStore.moto().properties();
        };
    }

    private static void write(Path folder, Properties server) throws IOException {
        Path beside = folder.resolve(SharedServer.STATE + ".new");
        try (Writer out = Files.newBufferedWriter(beside)) {
            server.store(out, null);
        }
        Files.move(beside, folder.resolve(SharedServer.STATE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Nobody is sent to a server that is going away: the file goes first, while nobody can ask for it. */
    private static void serve(Path folder) throws IOException {
        int unused = 0;
        while (true) {
            SharedServer.sleep(LOOK_MILLIS);
            unused = isUsed(folder) ? 0 : unused + 1;
            if (unused < UNUSED_LOOKS) {
                continue;
            }
            try (FileChannel starting = SharedServer.open(folder.resolve(SharedServer.START_LOCK));
                    FileLock nobodyAsks = starting.tryLock()) {
                if (nobodyAsks != null && !isUsed(folder)) {
                    Files.deleteIfExists(folder.resolve(SharedServer.STATE));
                    return;
                }
            }
        }
    }

    private static boolean isUsed(Path folder) throws IOException {
        try (FileChannel users = SharedServer.open(folder.resolve(SharedServer.USER_LOCK));
                @Nullable FileLock alone = users.tryLock()) {
            return alone == null;
        }
    }
}
