package se.partnersec.gallra.seal;

import java.util.Base64;

/**
 * A seal with its signature and the hashes of the rows it covers; this is what is exported, as one text. The root
 * vouches for the hashes, and they name the row that was changed.
 */
public final class SignedSeal {
    private static final String SIGNATURE = "signature ";

    private final Seal seal;
    private final byte[] signature;
    private final RowHashes hashes;

    SignedSeal(Seal seal, byte[] signature, RowHashes hashes) {
        this.seal = seal;
        this.signature = signature.clone();
        this.hashes = hashes;
    }

    public Seal seal() {
        return seal;
    }

    byte[] signature() {
        return signature.clone();
    }

    RowHashes hashes() {
        return hashes;
    }

    /** The seal and its signature, without the hashes: what a proof needs. */
    String headText() {
        return seal.text() + SIGNATURE + Base64.getEncoder().encodeToString(signature) + '\n';
    }

    /** Everything, as it is exported. */
    String text() {
        StringBuilder text = new StringBuilder(headText());
        for (int i = 0; i < hashes.size(); i++) {
            text.append(Digest.hex(hashes.at(i))).append('\n');
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if {@link #text}, or {@link #headText}, would not have written exactly this */
    static SignedSeal parse(String text) {
        int at = text.indexOf("\n" + SIGNATURE) + 1;
        int end = at < 1 ? -1 : text.indexOf('\n', at);
        if (end < 0) {
            throw new IllegalArgumentException("it carries no signature");
        }
        Seal seal = Seal.parse(text.substring(0, at));
        byte[] signature = Base64.getDecoder().decode(text.substring(at + SIGNATURE.length(), end));
        RowHashes hashes = new RowHashes();
        text.substring(end + 1).lines().forEach(line -> hashes.add(Digest.bytes(line)));
        SignedSeal read = new SignedSeal(seal, signature, hashes);
        if (!read.text().equals(text)) {
            throw new IllegalArgumentException("a line is not written as we write it");
        }
        return read;
    }
}
