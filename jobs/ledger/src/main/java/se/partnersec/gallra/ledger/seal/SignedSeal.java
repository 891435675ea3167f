package se.partnersec.gallra.ledger.seal;

import java.util.Base64;
import se.partnersec.gallra.support.crypto.HashList;
import se.partnersec.gallra.support.crypto.Sha256;

/**
 * A seal with its signature and the hashes of the rows it covers; this is what is exported, as one text. The root
 * vouches for the hashes, and they name the row that was changed.
 */
public final class SignedSeal {
    private static final String SIGNATURE = "signature ";

    private final Seal seal;
    private final byte[] signature;
    private final HashList hashes;

    public SignedSeal(Seal seal, byte[] signature, HashList hashes) {
        this.seal = seal;
        this.signature = signature.clone();
        this.hashes = hashes;
    }

    public Seal seal() {
        return seal;
    }

    public byte[] signature() {
        return signature.clone();
    }

    public HashList hashes() {
        return hashes;
    }

    /** The seal and its signature, without the hashes: what a proof needs. */
    public String headText() {
        return seal.text() + SIGNATURE + Base64.getEncoder().encodeToString(signature) + '\n';
    }

    /** Everything, as it is exported. */
    public String text() {
        StringBuilder text = new StringBuilder(headText());
        for (int i = 0; i < hashes.size(); i++) {
            text.append(Sha256.hex(hashes.at(i))).append('\n');
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if {@link #text}, or {@link #headText}, would not have written exactly this */
    public static SignedSeal parse(String text) {
        int at = text.indexOf("\n" + SIGNATURE) + 1;
        int end = at < 1 ? -1 : text.indexOf('\n', at);
        if (end < 0) {
            throw new IllegalArgumentException("it carries no signature");
        }
        Seal seal = Seal.parse(text.substring(0, at));
        byte[] signature = Base64.getDecoder().decode(text.substring(at + SIGNATURE.length(), end));
        HashList hashes = new HashList();
        text.substring(end + 1).lines().forEach(line -> hashes.add(Sha256.bytes(line)));
        SignedSeal read = new SignedSeal(seal, signature, hashes);
        if (!read.text().equals(text)) {
            throw new IllegalArgumentException("a line is not written as we write it");
        }
        return read;
    }
}
