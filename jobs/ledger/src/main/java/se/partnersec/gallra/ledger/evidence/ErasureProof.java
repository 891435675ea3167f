package se.partnersec.gallra.ledger.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.LedgerRowText;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.seal.SignedSeal;
import se.partnersec.gallra.support.crypto.MerkleTree;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.file.AtomicFile;
import se.partnersec.gallra.support.text.FileFault;
import se.partnersec.gallra.support.text.Sentences;

/**
 * That one record was disposed of, for somebody who has this text and a public key: the row of the ledger that names it,
 * the way from the row to the root (RFC 6962, section 2.1.1), and the signed seal.
 *
 * @param key of the record: digits, or {@code tag:} and the keyed tag in hex where it is no number
 * @param item where it stands among the items of the row, from 0
 * @param index where the row stands among the leaves, from 0
 */
public record ErasureProof(
        String category, String key, int item, LedgerRow.Stored row, long index, List<byte[]> path, SignedSeal seal) {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String HEAD = "gallra-proof-1";
    private static final String TAG = "tag:";

    public ErasureProof {
        path = List.copyOf(path);
    }

    static String keyOf(LedgerItem.Codec.Read item) {
        byte[] tag = item.tag();
        return item.key() != null ? item.key().text() : TAG + Sha256.hex(tag == null ? new byte[0] : tag);
    }

    public String text() {
        return HEAD + "\nrecord " + category + ' ' + key + "\nitem " + item + "\nrow " + LedgerRowText.write(row)
                + "\nindex "
                + index + '\n'
                + path.stream().map(each -> "path " + Sha256.hex(each) + '\n').collect(Collectors.joining())
                + seal.headText();
    }

    /**
     * Writes it whole or not at all, for its owner alone: its row names other records too.
     *
     * @param force replaces a file that is there
     * @throws RefusedException if something has the name already
     * @throws SealException if it cannot be written
     */
    public void write(Path file, boolean force) {
        try (AtomicFile whole = new AtomicFile(file, force)) {
            whole.out().write(text().getBytes(StandardCharsets.UTF_8));
            whole.publish();
        } catch (IOException e) {
            throw SealException.misused(SENTENCES.say("evidence.proof-could-not-written-check-disk", file, e));
        }
    }

    /** @throws SealException if the file cannot be read, or is no proof to its last letter */
    public static ErasureProof read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw SealException.misused(SENTENCES.say("evidence.proof-cannot-read", file, FileFault.of(e)));
        } catch (IllegalArgumentException e) {
            throw SealException.suspicious(SENTENCES.say("evidence.no-proof-we-write", file, e.getMessage()));
        }
    }

    static ErasureProof parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 6 || !lines.get(0).equals(HEAD)) {
            throw new IllegalArgumentException(SENTENCES.say("evidence.no-proof-form", HEAD));
        }
        String[] record = value(lines.get(1), "record").split(" ", 2);
        List<byte[]> path = new ArrayList<>();
        int at = 5;
        while (at < lines.size() && lines.get(at).startsWith("path ")) {
            path.add(Sha256.bytes(value(lines.get(at++), "path")));
        }
        ErasureProof read = new ErasureProof(
                record[0],
                record.length < 2 ? "" : record[1],
                Integer.parseInt(value(lines.get(2), "item")),
                LedgerRowText.read(value(lines.get(3), "row")),
                Long.parseLong(value(lines.get(4), "index")),
                path,
                SignedSeal.parse(String.join("\n", lines.subList(at, lines.size())) + "\n"));
        if (!read.text().equals(text)) {
            throw new IllegalArgumentException(SENTENCES.say("evidence.line-not-written-we-write"));
        }
        return read;
    }

    private static String value(String line, String name) {
        if (!line.startsWith(name + " ")) {
            throw new IllegalArgumentException(SENTENCES.say("evidence.missing", name));
        }
        return line.substring(name.length() + 1);
    }

    /** Answers what is wrong with it; null if it proves what it says. */
    public @Nullable String wrong(SealPublicKeys keys) {
        if (!keys.signed(seal.seal(), seal.signature())) {
            return SENTENCES.say("evidence.seal-not-signed-key-given");
        }
        if (!Arrays.equals(row.row().hash(), row.hash())) {
            return SENTENCES.say("evidence.hash-row-not-row-content");
        }
        Long place = seal.seal()
                .index(row.row().category(), row.row().part(), row.row().seq());
        if (place == null || place != index) {
            return SENTENCES.say("evidence.seal-does-not-cover-row-place");
        }
        byte[] leaf =
                Seal.leaf(row.row().category(), row.row().part(), row.row().seq(), row.hash());
        if (!MerkleTree.leads(
                leaf,
                index,
                seal.seal().content().leaves(),
                path,
                Sha256.bytes(seal.seal().root()))) {
            return SENTENCES.say("evidence.path-does-not-lead-from-row");
        }
        return named();
    }

    private @Nullable String named() {
        if (!row.row().category().equals(category)) {
            return SENTENCES.say("evidence.row-about", row.row().category());
        }
        try {
            List<LedgerItem.Codec.Read> items = LedgerItem.Codec.read(row.row().items());
            return item >= 0 && item < items.size() && keyOf(items.get(item)).equals(key)
                    ? null
                    : SENTENCES.say("evidence.row-does-not-name-record-place");
        } catch (IllegalArgumentException e) {
            return SENTENCES.say("evidence.items-row-cannot-read");
        }
    }

    /** What the row says of the record; to be asked only of a proof with which nothing is wrong. */
    public LedgerItem.Codec.Read said() {
        return LedgerItem.Codec.read(row.row().items()).get(item);
    }
}
