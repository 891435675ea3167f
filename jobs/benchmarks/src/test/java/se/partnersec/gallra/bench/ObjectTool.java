package se.partnersec.gallra.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.testing.TestObjectStore;

/**
 * A program that others delete objects with, as a process of its own; it reads the keys of the account from a file.
 *
 * @param name as {@code --ways} calls it
 * @param asked its name as a command, and what is asked of it before the place
 * @param versioned whether what it is asked for erases versions
 */
record ObjectTool(String name, String words, List<String> asked, boolean versioned) implements ObjectWay {
    /** How many deletions run at once its later versions read from the checkers, 1.60 from the transfers: four unless told. */
    static ObjectTool rclone(boolean versioned) {
        return rclone("rclone", versioned, List.of("--checkers", "32"));
    }

    /** With as many of both, so that 32 deletions run at once whatever its version. */
    static ObjectTool rcloneOfBoth(boolean versioned) {
        return rclone("rclone-32", versioned, List.of("--checkers", "32", "--transfers", "32"));
    }

    /** Its {@code delete} only lays a marker over an object with versions, which then stays; its {@code purge} takes each version. */
    private static ObjectTool rclone(String name, boolean versioned, List<String> options) {
        List<String> asked = new ArrayList<>(List.of("rclone", versioned ? "purge" : "delete"));
        asked.addAll(options);
        return new ObjectTool(
                name,
                String.join(" ", asked) + " (one " + (versioned ? "version" : "object")
                        + " a request, no look afterwards)",
                asked,
                versioned);
    }

    /** It knows no versions. */
    static ObjectTool s3cmd() {
        return new ObjectTool(
                "s3cmd",
                "s3cmd del --recursive (1000 a request, one connection, no look afterwards)",
                List.of("s3cmd", "--quiet", "del", "--recursive", "--force"),
                false);
    }

    boolean installed() {
        try {
            return new ProcessBuilder(asked.get(0), "--version")
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
        List<String> command = new ArrayList<>(asked);
        command.add(1, "--config=" + file);
        command.add((rclone() ? "bench:" : "s3://") + bucket + "/" + ObjectStock.PREFIX);
        return command;
    }

    private boolean rclone() {
        return asked.get(0).equals("rclone");
    }

    private String settings(TestObjectStore store) {
        String host = store.endpoint().getAuthority();
        return rclone()
                ? "[bench]\ntype = s3\nprovider = Other\nendpoint = " + store.endpoint() + "\naccess_key_id = "
                        + store.accessKey() + "\nsecret_access_key = " + store.secretKey()
                        + "\nforce_path_style = true\n"
                : "[default]\naccess_key = " + store.accessKey() + "\nsecret_key = " + store.secretKey()
                        + "\nhost_base = " + host + "\nhost_bucket = " + host + "\nuse_https = "
                        + (store.endpoint().getScheme().equals("https") ? "True" : "False") + "\n";
    }
}
