package se.partnersec.gallra.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * The background process of both servers. They share a generation: the object store forgets everything when the process
 * ends, so the database is wiped at every start, and neither ever speaks of what the other has lost.
 *
 * <p>It ends on SIGTERM, when a server dies, and when its {@code servers.properties} is removed or replaced.
 */
public final class Servers implements AutoCloseable {
    static final String BUCKET = "gallra-demo";
    private static final long LOOK_MILLIS = 300;

    private final ServersFile file;
    private final EmbeddedDatabase database;
    private final EmbeddedObjectStore objects;
    private final String generation;

    private Servers(ServersFile file, EmbeddedDatabase database, EmbeddedObjectStore objects, String generation) {
        this.file = file;
        this.database = database;
        this.objects = objects;
        this.generation = generation;
    }

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        if (arguments.length != 1) {
            out.println("Which folder? Usage: Servers FOLDER");
            System.exit(2);
        }
        Path folder = Path.of(arguments[0]).toAbsolutePath().normalize();
        try (FileChannel channel = lockFile(folder);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                out.println("Another process runs the embedded servers in " + folder);
                System.exit(9);
            }
            serve(folder, out);
            System.exit(0);
        } catch (IOException | RuntimeException e) {
            out.println("The embedded servers failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private static FileChannel lockFile(Path folder) throws IOException {
        PrivateFile.folder(folder);
        return FileChannel.open(folder.resolve("servers.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void serve(Path folder, PrintStream out) throws IOException {
        Servers servers = start(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop the embedded servers"));
        out.println("Embedded servers are up, generation " + servers.generation);
        while (servers.file.isOf(servers.generation) && servers.database.isAlive()) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        out.println(servers.database.isAlive() ? "Told to end" : "The database server died");
    }

    static Servers start(Path folder) throws IOException {
        ServersFile file = new ServersFile(folder.resolve("servers.properties"));
        file.delete();
        List<DemoAccount> accounts = DemoAccount.all();
        EmbeddedDatabase database =
                EmbeddedDatabase.start(folder.resolve("db"), List.of(), DemoAccount.initSql(accounts));
        try {
            EmbeddedObjectStore objects = EmbeddedObjectStore.start();
            makeBucket(objects);
            String generation = UUID.randomUUID().toString();
            file.write(generation, database, objects, accounts);
            return new Servers(file, database, objects, generation);
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void makeBucket(EmbeddedObjectStore objects) {
        objects.store().createContainer(BUCKET);
        objects.store().putBucketVersioning(BUCKET, BucketVersioningStatus.ENABLED);
    }

    @Override
    public void close() {
        // First the file, so that nobody is sent to servers that are going away.
        try {
            file.deleteIfOf(generation);
        } finally {
            try (database) {
                objects.close();
            }
        }
    }
}
