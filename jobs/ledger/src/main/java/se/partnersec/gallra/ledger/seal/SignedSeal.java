package se.partnersec.gallra.ledger.seal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import se.partnersec.gallra.support.crypto.HashList;
import se.partnersec.gallra.support.crypto.MerkleTree;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A seal with its signature and the hashes of the rows it covers; this is what is exported, as one text. The root
 * vouches for the hashes, and they name the row that was changed.
 */
public final class SignedSeal {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String SIGNATURE = "signature ";

    private final Seal seal;
    private final byte[] signature;
    private final HashList hashes;
    private final List<SealedRecord> records;

    /**
     * @param hashes of rows of the ledger
     * @param records rows of other tables
     */
    public SignedSeal(Seal seal, byte[] signature, HashList hashes, List<SealedRecord> records) {
        this.seal = seal;
        this.signature = signature.clone();
        this.hashes = hashes;
        this.records = List.copyOf(records);
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

    public List<SealedRecord> records() {
        return records;
    }

    /** Whether hashes and records are those that the seal says and its root stands for. */
    public boolean carriesItsRows() {
        SealContent content = seal.content();
        return content.rows() == hashes.size()
                && SealContent.of(content.chains(), records).equals(content)
                && Sha256.hex(tree().root()).equals(seal.root());
    }

    /** The tree whose root is signed. */
    public MerkleTree tree() {
        return SealContent.tree(seal.covered(), hashes, records);
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
        return text.append(recordText()).toString();
    }

    /** The records alone, a line each. */
    String recordText() {
        StringBuilder text = new StringBuilder();
        records.forEach(record -> text.append(record.line()).append('\n'));
        return text.toString();
    }

    /** @throws IllegalArgumentException if a line is not as {@link #recordText} writes it */
    static List<SealedRecord> records(String text) {
        return text.lines().map(SealedRecord::parse).toList();
    }

    /** @throws IllegalArgumentException if {@link #text}, or {@link #headText}, would not have written exactly this */
    public static SignedSeal parse(String text) {
        int at = text.indexOf("\n" + SIGNATURE) + 1;
        int end = at < 1 ? -1 : text.indexOf('\n', at);
        if (end < 0) {
            throw new IllegalArgumentException(SENTENCES.say("seal.carries-no-signature"));
        }
        Seal seal = Seal.parse(text.substring(0, at));
        byte[] signature = Base64.getDecoder().decode(text.substring(at + SIGNATURE.length(), end));
        HashList hashes = new HashList();
        List<SealedRecord> records = new ArrayList<>();
        text.substring(end + 1).lines().forEach(line -> {
            if (SealedRecord.isLine(line)) {
                records.add(SealedRecord.parse(line));
            } else {
                hashes.add(Sha256.bytes(line));
            }
        });
        SignedSeal read = new SignedSeal(seal, signature, hashes, records);
        if (!read.text().equals(text)) {
            throw new IllegalArgumentException(SENTENCES.say("seal.line-not-written-we-write"));
        }
        return read;
    }
}
