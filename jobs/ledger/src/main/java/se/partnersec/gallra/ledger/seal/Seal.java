package se.partnersec.gallra.ledger.seal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.crypto.MerkleTree;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/**
 * What is signed: the root over rows of the ledger and of the tables that decide what is kept and what goes, which rows these are, and
 * which seal came before.
 *
 * @param number from 1, dense
 * @param previous SHA-256 of the text of the seal before, in hex; zeros for the first
 * @param sealedAt by the database's clock, UTC
 * @param holdEpoch of the gate at that moment: a gate that stands lower was set back
 * @param root of the Merkle tree over the rows, in hex
 * @param content rows that it covers
 * @param key id of the key that signs: see {@link SealPublicKeys}
 */
public record Seal(
        long number, String previous, Instant sealedAt, long holdEpoch, String root, SealContent content, String key) {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String HEAD = "gallra-seal-1";
    private static final String CHAIN = "chain ";

    /** Rows of the ledger. */
    public long rows() {
        return content.rows();
    }

    /** Rows of the ledger that it covers, by category and part. */
    public List<SealedRange> covered() {
        return content.chains();
    }

    /** The one text of this seal, whose bytes in UTF-8 are signed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(HEAD).append('\n');
        text.append("seal ").append(number).append('\n');
        text.append("previous ").append(previous).append('\n');
        text.append("sealed-at ").append(sealedAt).append('\n');
        text.append("hold-epoch ").append(holdEpoch).append('\n');
        text.append("root ").append(root).append('\n');
        content.chains().forEach(each -> text.append(each.line()).append('\n'));
        content.tables().forEach(each -> text.append(each.line()).append('\n'));
        text.append("key ").append(key).append('\n');
        return text.toString();
    }

    byte[] signedBytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256 of its text, 64 hex digits: what the next seal is linked by. */
    public String hash() {
        return Sha256.ofText(text());
    }

    /** What a leaf of the tree is made of: the hash of a row, bound to its place. */
    public static byte[] leaf(String category, int part, long seq, byte[] rowHash) {
        byte[] place =
                ("gallra-leaf-1\n" + category + '\n' + part + '\n' + seq + '\n').getBytes(StandardCharsets.UTF_8);
        byte[] data = new byte[place.length + rowHash.length];
        System.arraycopy(place, 0, data, 0, place.length);
        System.arraycopy(rowHash, 0, data, place.length, rowHash.length);
        return MerkleTree.leaf(data);
    }

    /** Where a row stands among the leaves; null if this seal does not cover it. */
    @Nullable
    public Long index(String category, int part, long seq) {
        long before = 0;
        for (SealedRange each : content.chains()) {
            if (each.category().equals(category) && each.part() == part && each.from() <= seq && seq <= each.to()) {
                return before + seq - each.from();
            }
            before += each.rows();
        }
        return null;
    }

    /** @throws IllegalArgumentException if {@link #text} would not have written exactly this */
    static Seal parse(String text) {
        try {
            List<String> lines = text.lines().toList();
            if (lines.size() < 8 || !lines.get(0).equals(HEAD)) {
                throw new IllegalArgumentException(SENTENCES.say("seal.no-seal-form", HEAD));
            }
            List<String> content = lines.subList(6, lines.size() - 1);
            Seal read = new Seal(
                    Long.parseLong(value(lines.get(1), "seal")),
                    hash(value(lines.get(2), "previous")),
                    Instant.parse(value(lines.get(3), "sealed-at")),
                    Long.parseLong(value(lines.get(4), "hold-epoch")),
                    hash(value(lines.get(5), "root")),
                    new SealContent(
                            content.stream()
                                    .filter(line -> line.startsWith(CHAIN))
                                    .map(SealedRange::parse)
                                    .toList(),
                            content.stream()
                                    .filter(line -> !line.startsWith(CHAIN))
                                    .map(SealContent.TableRows::parse)
                                    .toList()),
                    hash(value(lines.get(lines.size() - 1), "key")));
            if (!read.text().equals(text)) {
                throw new IllegalArgumentException(SENTENCES.say("seal.line-seal-not-written-we-write"));
            }
            return read;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(SENTENCES.say("seal.seal-time-cannot-read"), e);
        }
    }

    private static String value(String line, String name) {
        if (!line.startsWith(name + " ")) {
            throw new IllegalArgumentException(SENTENCES.say("seal.stands-where-belongs", line, name));
        }
        return line.substring(name.length() + 1);
    }

    private static String hash(String hex) {
        Sha256.bytes(hex);
        return hex;
    }
}
