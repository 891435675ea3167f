package se.partnersec.gallra.books.sie;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import se.partnersec.gallra.support.crypto.HashingInputStream;

/**
 * The first look at a file: how its letters are written, and its hash. A file is UTF-8 only if all of it is, so nobody can
 * tell before its end.
 *
 * @param plain whether it is ASCII alone, so that the letters cannot be wrong
 */
record SieEncodingScan(Charset charset, boolean bom, boolean plain, String sha256) {
    private static final Charset PC8 = Charset.forName("IBM437");
    private static final Pattern SAYS_PC8 = Pattern.compile("(?mi)^[ \\t]*#FORMAT[ \\t]+\"?PC8\"?[ \\t]*\\r?$");
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int HEAD = 1 << 16;

    static SieEncodingScan of(SieSource content) throws IOException {
        byte[] head;
        Look look = new Look();
        HashingInputStream in = new HashingInputStream(content.open());
        try (in) {
            head = in.readNBytes(HEAD);
            look.at(head, head.length, false);
            byte[] block = new byte[HEAD];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                look.at(block, n, false);
            }
            look.at(block, 0, true);
        }
        return new SieEncodingScan(charset(head, look), startsWithBom(head), look.plain, in.sha256());
    }

    /** Letters in two bytes that fit UTF-8 throughout are UTF-8, whatever the label says: in PC8 they would be frames. */
    private static Charset charset(byte[] head, Look look) {
        boolean pc8 = SAYS_PC8.matcher(
                        new String(head, StandardCharsets.ISO_8859_1).replaceFirst("^\u00EF\u00BB\u00BF", ""))
                .find();
        if (look.utf8 && !(pc8 && look.plain)) {
            return StandardCharsets.UTF_8;
        }
        return pc8 ? PC8 : StandardCharsets.ISO_8859_1;
    }

    private static boolean startsWithBom(byte[] head) {
        return head.length >= BOM.length && head[0] == BOM[0] && head[1] == BOM[1] && head[2] == BOM[2];
    }

    /** Whether everything seen so far is ASCII, and whether it is UTF-8. */
    private static final class Look {
        private static final int ROOM = 1 << 13;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        private final CharBuffer letters = CharBuffer.allocate(ROOM);
        private byte[] rest = new byte[0];
        private boolean plain = true;
        private boolean utf8 = true;

        void at(byte[] block, int length, boolean end) {
            for (int i = 0; plain && i < length; i++) {
                plain = block[i] >= 0;
            }
            if (!utf8 || plain) {
                return;
            }
            ByteBuffer bytes = ByteBuffer.allocate(rest.length + length)
                    .put(rest)
                    .put(block, 0, length)
                    .flip();
            while (utf8 && bytes.hasRemaining()) {
                letters.clear();
                int before = bytes.position();
                utf8 = !decoder.decode(bytes, letters, false).isError();
                if (bytes.position() == before && letters.position() == 0) {
                    break;
                }
            }
            rest = new byte[bytes.remaining()];
            bytes.get(rest);
            utf8 &= !end || rest.length == 0;
        }
    }
}
