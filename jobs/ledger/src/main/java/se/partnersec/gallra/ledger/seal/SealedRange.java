package se.partnersec.gallra.ledger.seal;

import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Which rows of one chain a seal covers.
 *
 * @param from first row, {@code to} last row, both included
 * @param lastHash the hash of row {@code to}, in hex: the next seal goes on from it
 */
public record SealedRange(String category, int part, long from, long to, String lastHash) {
    private static final Sentences SENTENCES = Sentences.of("ledger");

    public Chain chain() {
        return new Chain(category, part);
    }

    long rows() {
        return to - from + 1;
    }

    String line() {
        return "chain " + category + " " + part + " " + from + " " + to + " " + lastHash;
    }

    static SealedRange parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 6 || !words[1].matches("[a-z][a-z-]*")) {
            throw new IllegalArgumentException(SENTENCES.say("seal.does-not-say-which-rows-covered", line));
        }
        Sha256.bytes(words[5]);
        SealedRange read = new SealedRange(
                words[1], Integer.parseInt(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]), words[5]);
        if (read.from < 1 || read.to < read.from || read.part < 0) {
            throw new IllegalArgumentException(SENTENCES.say("seal.covers-no-rows", line));
        }
        return read;
    }
}
