package se.partnersec.gallra.support.crypto;

import java.util.Arrays;

/** The hashes of rows one after another, 32 bytes each: a ledger of many years fits into memory. */
public final class HashList {
    private byte[] bytes;
    private int length;

    public HashList() {
        this(new byte[0]);
    }

    /** @throws IllegalArgumentException if these are not whole hashes */
    public HashList(byte[] bytes) {
        if (bytes.length % Sha256.BYTES != 0) {
            throw new IllegalArgumentException("the hashes of the rows end too early");
        }
        this.bytes = bytes.clone();
        this.length = bytes.length;
    }

    public void add(byte[] hash) {
        if (hash.length != Sha256.BYTES) {
            throw new IllegalArgumentException("a hash has " + hash.length + " bytes");
        }
        if (length + Sha256.BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(64 * Sha256.BYTES, bytes.length * 2));
        }
        System.arraycopy(hash, 0, bytes, length, Sha256.BYTES);
        length += Sha256.BYTES;
    }

    public void addAll(HashList other, int from, int to) {
        for (int i = from; i < to; i++) {
            add(other.at(i));
        }
    }

    public int size() {
        return length / Sha256.BYTES;
    }

    public byte[] at(int index) {
        return Arrays.copyOfRange(bytes, index * Sha256.BYTES, (index + 1) * Sha256.BYTES);
    }

    public boolean same(int index, byte[] hash) {
        int from = index * Sha256.BYTES;
        return Arrays.equals(bytes, from, from + Sha256.BYTES, hash, 0, hash.length);
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
