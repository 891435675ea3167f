package se.partnersec.gallra.seal;

import java.util.Arrays;

/** The hashes of rows one after another, 32 bytes each: a ledger of many years fits into memory. */
final class RowHashes {
    private byte[] bytes;
    private int length;

    RowHashes() {
        this(new byte[0]);
    }

    /** @throws IllegalArgumentException if these are not whole hashes */
    RowHashes(byte[] bytes) {
        if (bytes.length % Digest.BYTES != 0) {
            throw new IllegalArgumentException("the hashes of the rows end too early");
        }
        this.bytes = bytes.clone();
        this.length = bytes.length;
    }

    void add(byte[] hash) {
        if (hash.length != Digest.BYTES) {
            throw new IllegalArgumentException("a hash has " + hash.length + " bytes");
        }
        if (length + Digest.BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(64 * Digest.BYTES, bytes.length * 2));
        }
        System.arraycopy(hash, 0, bytes, length, Digest.BYTES);
        length += Digest.BYTES;
    }

    void addAll(RowHashes other, int from, int to) {
        for (int i = from; i < to; i++) {
            add(other.at(i));
        }
    }

    int size() {
        return length / Digest.BYTES;
    }

    byte[] at(int index) {
        return Arrays.copyOfRange(bytes, index * Digest.BYTES, (index + 1) * Digest.BYTES);
    }

    boolean same(int index, byte[] hash) {
        int from = index * Digest.BYTES;
        return Arrays.equals(bytes, from, from + Digest.BYTES, hash, 0, hash.length);
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
