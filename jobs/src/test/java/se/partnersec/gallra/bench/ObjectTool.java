package se.partnersec.gallra.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import se.partnersec.gallra.testing.TestObjectStore;

/**
 * A program that others delete objects with, as a process of its own; it reads the keys of the account from a file.
 *
 * @param versioned whether what it is asked for erases versions
 */
record ObjectTool(String name, String words, boolean versioned) implements ObjectWay {
    /** Its {@code delete} only lays a marker over an object with versions, which then stays; its {@code purge} takes each version. */
    static ObjectTool rclone(boolean versioned) {
        return new ObjectTool(
                "rclone",
                versioned
                        ? "rclone purge --checkers 32 (one version a request, no look afterwards)"
                        : "rclone delete --checkers 32 (one object a request, no look afterwards)",
                versioned);
    }

    /** It knows no versions. */
    static ObjectTool s3cmd() {
        return new ObjectTool(
                "s3cmd", "s3cmd del --recursive (1000 a request, one connection, no look afterwards)", false);
    }

    boolean installed() {
        try {
            return new ProcessBuilder(name, name.equals("rclone") ? "version" : "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public double run(ObjectStock stock) throws IOException, InterruptedException {
        Path file = Files.createTempFile(
                "bench", ".conf", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(file, settings(stock.server().store()));
            ProcessBuilder builder = new ProcessBuilder(command(file, stock.bucket())).redirectErrorStream(true);
            // What the machine says of AWS is not about this server.
            builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
            long began = System.nanoTime();
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            double seconds = (System.nanoTime() - began) / 1e9;
            if (exit != 0) {
                throw new IllegalStateException(
                        name + " ended with " + exit + ": " + said.substring(0, Math.min(2000, said.length())));
            }
            return seconds;
        } finally {
            Files.delete(file);
        }
    }

    private List<String> command(Path file, String bucket) {
        return name.equals("rclone")
                ? List.of(
                        "rclone",
                        "--config",
                        file.toString(),
                        versioned ? "purge" : "delete",
                        "bench:" + bucket + "/" + ObjectStock.PREFIX,
                        "--checkers",
                        "32")
                : List.of(
                        "s3cmd",
                        "--config=" + file,
                        "--quiet",
                        "del",
                        "--recursive",
                        "--force",
                        "s3://" + bucket + "/" + ObjectStock.PREFIX);
    }

    private String settings(TestObjectStore store) {
        String host = store.endpoint().getAuthority();
        return name.equals("rclone")
                ? "[bench]\ntype = s3\nprovider = Other\nendpoint = " + store.endpoint() + "\naccess_key_id = "
                        + store.accessKey() + "\nsecret_access_key = " + store.secretKey()
                        + "\nforce_path_style = true\n"
                : "[default]\naccess_key = " + store.accessKey() + "\nsecret_key = " + store.secretKey()
                        + "\nhost_base = " + host + "\nhost_bucket = " + host + "\nuse_https = "
                        + (store.endpoint().getScheme().equals("https") ? "True" : "False") + "\n";
    }
}
