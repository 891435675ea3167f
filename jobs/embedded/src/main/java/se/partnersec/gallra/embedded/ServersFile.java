package se.partnersec.gallra.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** What the running servers say of themselves, for whoever may read this folder: addresses and passwords. */
final class ServersFile {
    private final Path file;

    ServersFile(Path file) {
        this.file = file;
    }

    void write(String generation, EmbeddedDatabase database, EmbeddedObjectStore objects, List<DemoAccount> accounts)
            throws IOException {
        Properties properties = new Properties();
        properties.setProperty("generation", generation);
        properties.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
        properties.setProperty("db.pid", Long.toString(database.pid()));
        properties.setProperty("db.port", Integer.toString(database.port()));
        properties.setProperty("db.url", "jdbc:mysql://127.0.0.1:" + database.port() + "/" + DemoAccount.SUITE);
        for (DemoAccount account : accounts) {
            properties.setProperty("db." + account.role() + ".user", account.user());
            properties.setProperty("db." + account.role() + ".password", account.password());
        }
        properties.setProperty("s3.endpoint", objects.endpoint().toString());
        properties.setProperty("s3.bucket", Servers.BUCKET);
        properties.setProperty("s3.region", "eu-north-1");
        properties.setProperty("s3.access-key", objects.accessKey());
        properties.setProperty("s3.secret-key", objects.secretKey());
        StringWriter text = new StringWriter();
        properties.store(text, "Written by Gallra's embedded servers; removing this file ends them.");
        PrivateFile.write(file, text.toString());
    }

    boolean isOf(String generation) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Properties properties = new Properties();
            properties.load(reader);
            return generation.equals(properties.getProperty("generation"));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    void deleteIfOf(String generation) {
        if (isOf(generation)) {
            try {
                delete();
            } catch (IOException e) {
                throw new ServerFailed("cannot remove " + file + ": " + e.getMessage(), e);
            }
        }
    }
}
