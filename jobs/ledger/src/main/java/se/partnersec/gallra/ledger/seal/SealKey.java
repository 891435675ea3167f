package se.partnersec.gallra.ledger.seal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Set;
import se.partnersec.gallra.support.crypto.Pem;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.file.SecretPermissions;
import se.partnersec.gallra.support.text.FileFault;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The secret that signs seals, or certificates, from a file that nobody but its owner may touch. The file also holds the public key that
 * belongs to it, first, and after a change of keys those of earlier seals.
 */
public final class SealKey {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String LABEL = "PRIVATE KEY";

    private final PrivateKey secret;
    private final SealPublicKeys known;

    private SealKey(PrivateKey secret, SealPublicKeys known) {
        this.secret = secret;
        this.known = known;
    }

    /**
     * What was made.
     *
     * @param publicFile beside the secret file, for whoever verifies
     * @param publicKey its content
     */
    public record Made(Path secretFile, Path publicFile, String publicKey, String id) {}

    /** Makes a new pair of keys; never writes over a file that is there. */
    public static Made make(Path file) {
        Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
        try {
            KeyPair pair =
                    KeyPairGenerator.getInstance(SealPublicKeys.ALGORITHM).generateKeyPair();
            String publicKey = Pem.write(SealPublicKeys.LABEL, pair.getPublic().getEncoded());
            if (Files.exists(publicFile)) {
                throw new FileAlreadyExistsException(publicFile.toString());
            }
            write(file, publicKey + Pem.write(LABEL, pair.getPrivate().getEncoded()), "rw-------");
            write(publicFile, publicKey, "rw-r--r--");
            return new Made(file, publicFile, publicKey, SealPublicKeys.id(pair.getPublic()));
        } catch (FileAlreadyExistsException e) {
            throw SealException.misused(SENTENCES.say("seal.there-already-key-never-written-over", e.getMessage()));
        } catch (IOException | UnsupportedOperationException e) {
            throw SealException.misused(SENTENCES.say("seal.key-could-not-written-name-file", file, FileFault.of(e)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime from 15 on has Ed25519", e);
        }
    }

    private static void write(Path file, String text, String rights) throws IOException {
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(rights);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(wanted));
        Files.setPosixFilePermissions(file, wanted);
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    /** @throws SealException if others may read it, or it is not what {@link #make} writes */
    public static SealKey read(Path file) {
        try {
            if (SecretPermissions.othersMay(file)) {
                throw SealException.misused(SENTENCES.say("seal.key-can-read-changed-others-chmod", file, file));
            }
            return parse(Files.readString(file), file);
        } catch (IOException | UnsupportedOperationException e) {
            throw SealException.misused(SENTENCES.say("seal.key-cannot-read-check-gallra-seal", file, FileFault.of(e)));
        }
    }

    private static SealKey parse(String text, Path file) {
        SealPublicKeys known = SealPublicKeys.parse(text, file.toString());
        List<byte[]> secrets;
        try {
            secrets = Pem.read(LABEL, text);
            if (secrets.size() == 1) {
                PrivateKey secret = KeyFactory.getInstance(SealPublicKeys.ALGORITHM)
                        .generatePrivate(new PKCS8EncodedKeySpec(secrets.get(0)));
                SealKey key = new SealKey(secret, known);
                key.tryOut(file);
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw SealException.misused(
                    SENTENCES.say("seal.what-lies-no-ed25519-key", file)); // and nothing of it is repeated
        }
        throw SealException.misused(SENTENCES.say("seal.there-secret-keys-instead-one", secrets.size(), file));
    }

    private void tryOut(Path file) {
        Seal trial = new Seal(
                0,
                Sha256.NOTHING,
                java.time.Instant.EPOCH,
                0,
                Sha256.NOTHING,
                new SealContent(List.of(), List.of()),
                known.first());
        if (!known.signed(trial, sign(trial))) {
            throw SealException.misused(SENTENCES.say("seal.first-public-key-does-not-belong", file));
        }
    }

    public byte[] sign(Seal seal) {
        return sign(seal.signedBytes());
    }

    public byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance(SealPublicKeys.ALGORITHM);
            signature.initSign(secret);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs. Indicates a bug", e);
        }
    }

    /** The id of its own public key. */
    public String id() {
        return known.first();
    }

    public SealPublicKeys known() {
        return known;
    }
}
