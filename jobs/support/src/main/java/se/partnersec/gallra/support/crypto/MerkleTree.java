package se.partnersec.gallra.support.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Merkle tree of RFC 6962, section 2.1, over leaves that are hashed already: a leaf is SHA-256(0x00 ‖ data), a node
 * SHA-256(0x01 ‖ left ‖ right), and the left subtree is the largest full one. The prefixes keep a node from passing for
 * a leaf.
 */
public final class MerkleTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final List<byte[]> leaves;

    /** @param leaves as {@link #leaf} makes them, in order */
    public MerkleTree(List<byte[]> leaves) {
        this.leaves = List.copyOf(leaves);
    }

    public static byte[] leaf(byte[] data) {
        return Sha256.of(LEAF, data);
    }

    /** The hash that stands for all leaves; of none, SHA-256 of nothing. */
    public byte[] root() {
        return leaves.isEmpty() ? Sha256.of() : root(leaves);
    }

    private static byte[] root(List<byte[]> part) {
        if (part.size() == 1) {
            return part.get(0);
        }
        int left = largestPowerBelow(part.size());
        return node(root(part.subList(0, left)), root(part.subList(left, part.size())));
    }

    /** The audit path of a leaf, from its sibling upwards (section 2.1.1). */
    public List<byte[]> path(int index) {
        if (index < 0 || index >= leaves.size()) {
            throw new IllegalArgumentException("no leaf " + index + " among " + leaves.size());
        }
        List<byte[]> path = new ArrayList<>();
        path(leaves, index, path);
        return path;
    }

    private static void path(List<byte[]> part, int index, List<byte[]> path) {
        if (part.size() == 1) {
            return;
        }
        int left = largestPowerBelow(part.size());
        if (index < left) {
            path(part.subList(0, left), index, path);
            path.add(root(part.subList(left, part.size())));
        } else {
            path(part.subList(left, part.size()), index - left, path);
            path.add(root(part.subList(0, left)));
        }
    }

    /** Whether the path leads from this leaf to this root (RFC 9162, section 2.1.3.2, for the same tree). */
    public static boolean leads(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long position = index;
        long last = size - 1;
        byte[] hash = leaf;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                hash = node(sibling, hash);
                while ((position & 1) == 0 && position != 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(hash, sibling);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    private static byte[] node(byte[] left, byte[] right) {
        return Sha256.of(NODE, left, right);
    }

    private static int largestPowerBelow(int size) {
        return Integer.highestOneBit(size - 1);
    }
}
