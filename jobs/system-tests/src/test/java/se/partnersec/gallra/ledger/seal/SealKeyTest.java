package se.partnersec.gallra.ledger.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealKeyTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void is_made_for_its_owner_alone_and_signs_what_its_public_key_verifies() throws IOException {
        SealKey.Made made = SealKey.make(folder.resolve("seal.key"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.secretFile())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(made.publicFile()))
                .isEqualTo(made.publicKey())
                .doesNotContain("PRIVATE");
        Seal seal = Seals.one(SealKey.read(made.secretFile()).id());
        byte[] signature = SealKey.read(made.secretFile()).sign(seal);
        SealPublicKeys keys = SealPublicKeys.read(made.publicFile());
        assertThat(keys.first()).isEqualTo(made.id());
        assertThat(keys.signed(seal, signature)).isTrue();
        for (int i = 0; i < signature.length; i++) {
            byte[] forged = signature.clone();
            forged[i] ^= 1;
            assertThat(keys.signed(seal, forged)).as("byte " + i).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
    void is_refused_where_others_may_touch_it(String rights) throws IOException {
        Path file = SealKey.make(folder.resolve("seal.key")).secretFile();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));

        assertThatThrownBy(() -> SealKey.read(file))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void is_never_written_over() throws IOException {
        Path file = folder.resolve("seal.key");
        SealKey.make(file);
        String before = Files.readString(file);

        assertThatThrownBy(() -> SealKey.make(file)).hasMessageContaining("is there already");
        Files.delete(file);
        assertThatThrownBy(() -> SealKey.make(file)).hasMessageContaining("seal.key.pub is there already");
        assertThat(file).doesNotExist();
        assertThat(before).contains("PRIVATE KEY");
    }

    @Test
    void is_refused_with_the_public_key_of_another_or_without_one() throws IOException {
        Path one = SealKey.make(folder.resolve("one")).secretFile();
        Path other = SealKey.make(folder.resolve("other")).secretFile();
        String secret = Files.readString(one).substring(Files.readString(one).indexOf("-----BEGIN PRIVATE"));

        write(one, Files.readString(folder.resolve("other.pub")) + secret);
        assertThatThrownBy(() -> SealKey.read(one)).hasMessageContaining("does not belong to the secret one");
        write(one, secret);
        assertThatThrownBy(() -> SealKey.read(one)).hasMessageContaining("no public key");
        write(one, Files.readString(other) + secret);
        assertThatThrownBy(() -> SealKey.read(one)).hasMessageContaining("2 secret keys");
        write(one, Files.readString(folder.resolve("other.pub")));
        assertThatThrownBy(() -> SealKey.read(one)).hasMessageContaining("0 secret keys");
    }

    /** After a change of keys the file holds the new pair and the old public key. */
    @Test
    void knows_the_public_keys_of_earlier_seals() throws IOException {
        SealKey.Made old = SealKey.make(folder.resolve("old"));
        SealKey.Made fresh = SealKey.make(folder.resolve("new"));
        write(fresh.secretFile(), Files.readString(fresh.secretFile()) + old.publicKey());

        SealKey key = SealKey.read(fresh.secretFile());

        assertThat(key.id()).isEqualTo(fresh.id());
        assertThat(key.known().knows(old.id())).isTrue();
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }
}
