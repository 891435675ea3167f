package se.partnersec.gallra.approvals.plankey;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Packs keys into the body of a block and takes them out again; what no writer of ours wrote is refused. */
public final class PlanKeyCodec {
    private static final int TAG = 2 * Long.BYTES;

    private PlanKeyCodec() {}

    /** Numbers in ascending order, from the second on as their distance from the one before: LEB128, deflated. */
    static byte[] numbers(long[] keys, int size) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            for (int i = 1; i < size; i++) {
                long rest = keys[i] - keys[i - 1];
                while ((rest & ~0x7FL) != 0) {
                    out.write((int) ((rest & 0x7F) | 0x80));
                    rest >>>= 7;
                }
                out.write((int) rest);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] tags(List<PlannedKey> tags) {
        ByteBuffer out = ByteBuffer.allocate(tags.size() * TAG);
        tags.forEach(tag -> out.putLong(tag.high()).putLong(tag.low()));
        return out.array();
    }

    /** @throws IllegalArgumentException if the block is not as it was written */
    public static List<PlannedKey> keys(PlanKeyBlock block) {
        List<PlannedKey> keys = block.form().equals(PlannedKey.TAGS) ? unpackTags(block) : unpackNumbers(block);
        for (int i = 1; i < keys.size(); i++) {
            if (keys.get(i).compareTo(keys.get(i - 1)) <= 0) {
                throw damaged(block);
            }
        }
        return keys;
    }

    private static List<PlannedKey> unpackTags(PlanKeyBlock block) {
        if (block.body().length != block.size() * TAG) {
            throw damaged(block);
        }
        ByteBuffer in = ByteBuffer.wrap(block.body());
        List<PlannedKey> keys = new ArrayList<>(block.size());
        while (in.hasRemaining()) {
            keys.add(PlannedKey.read(in));
        }
        return keys;
    }

    private static List<PlannedKey> unpackNumbers(PlanKeyBlock block) {
        List<PlannedKey> keys = new ArrayList<>();
        long key = block.first();
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(block.body()))) {
            keys.add(PlannedKey.number(key));
            while (keys.size() < block.size()) {
                key += distance(in, block);
                keys.add(PlannedKey.number(key));
            }
            if (in.read() >= 0 || key != block.last()) {
                throw damaged(block);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(damaged(block).getMessage(), e);
        }
        return keys;
    }

    private static long distance(InputStream in, PlanKeyBlock block) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = in.read();
            if (next < 0) {
                throw damaged(block);
            }
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw damaged(block);
    }

    private static IllegalArgumentException damaged(PlanKeyBlock block) {
        return new IllegalArgumentException("block " + block.number() + " of a plan is not as it was written");
    }
}
