package se.partnersec.gallra.support.crypto;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes what is read through it; both readings of a file must see the same. */
public final class HashingInputStream extends FilterInputStream {
    private final MessageDigest digest;

    public HashingInputStream(InputStream in) {
        super(in);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256. Indicates a bug", e);
        }
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            digest.update((byte) value);
        }
        return value;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int n = super.read(bytes, from, length);
        if (n > 0) {
            digest.update(bytes, from, n);
        }
        return n;
    }

    /** Of everything read so far, in hex; once only. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
