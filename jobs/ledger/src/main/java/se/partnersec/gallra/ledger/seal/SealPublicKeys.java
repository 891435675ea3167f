package se.partnersec.gallra.ledger.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import se.partnersec.gallra.support.crypto.Pem;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.FileFault;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The Ed25519 keys (RFC 8032) that seals are believed by: one, or several where keys were changed. A key's id is the
 * SHA-256 of its encoding; it only says which key to try.
 */
public final class SealPublicKeys {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    static final String LABEL = "PUBLIC KEY";
    static final String ALGORITHM = "Ed25519";

    private final Map<String, PublicKey> keys;

    private SealPublicKeys(Map<String, PublicKey> keys) {
        this.keys = keys;
    }

    /** @throws SealException if there is no such file or no key in it */
    public static SealPublicKeys read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw SealException.misused(
                    SENTENCES.say("seal.public-key-cannot-read-gallra-ledger", file, FileFault.of(e)));
        }
    }

    static SealPublicKeys parse(String text, String where) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        try {
            for (byte[] der : Pem.read(LABEL, text)) {
                PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
                keys.put(id(key), key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw SealException.misused(SENTENCES.say("seal.key-no-ed25519-public-key", where));
        }
        if (keys.isEmpty()) {
            throw SealException.misused(SENTENCES.say("seal.there-no-public-key", where));
        }
        return new SealPublicKeys(keys);
    }

    static String id(PublicKey key) {
        return Sha256.hex(Sha256.of(key.getEncoded()));
    }

    /** The id of the first key of the file. */
    String first() {
        return keys.keySet().iterator().next();
    }

    public boolean knows(String id) {
        return keys.containsKey(id);
    }

    public boolean signed(Seal seal, byte[] signature) {
        return signed(seal.key(), seal.signedBytes(), signature);
    }

    /** @param id of the key; one that is not known has signed nothing */
    public boolean signed(String id, byte[] text, byte[] signature) {
        PublicKey key = keys.get(id);
        if (key == null) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(text);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // what cannot be a signature is none
        }
    }
}
