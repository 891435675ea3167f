package se.partnersec.gallra.support.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may have a right to the file of a secret. */
class SecretPermissionsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest(name = "{0} of {1}, read by {2}")
    @CsvSource({
        "rw-------, 1000, 1000, false",
        "r--------, 1000, 1000, false",
        "rw-r-----, 1000, 1000, true", // its owner could have said otherwise
        "r--r-----, 0, 1000, false", // Kubernetes with fsGroup, systemd with an access list
        "rw-r-----, 0, 1000, false",
        "r--r-----, 0, 0, true", // root needs no group
        "r--r-----, 1001, 1000, true", // another user's, who can change it
        "rw-rw----, 0, 1000, true",
        "rw-r--r--, 0, 1000, true",
        "rw-------, 0, 1000, false",
        "rwx------, 1000, 1000, false",
        "rw----r--, 1000, 1000, true",
        "rw-----w-, 0, 1000, true",
        "rw------x, 0, 1000, true"
    })
    void only_root_may_hand_a_secret_over_through_a_group(String rights, int owner, int reader, boolean others) {
        assertThat(SecretPermissions.othersMay(PosixFilePermissions.fromString(rights), owner, reader))
                .isEqualTo(others);
    }

    @Test
    void a_file_of_our_own_is_for_us_alone() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(SecretPermissions.othersMay(file)).isTrue();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(SecretPermissions.othersMay(file)).isFalse();
        // Mounted secrets are links to links.
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(SecretPermissions.othersMay(link)).isFalse();
    }
}
