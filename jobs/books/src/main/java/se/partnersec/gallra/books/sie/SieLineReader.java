package se.partnersec.gallra.books.sie;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/** The lines of a file, one at a time; in each encoding a file may have, the byte of a line's end is that and no other. */
final class SieLineReader {
    private static final Sentences SENTENCES = Sentences.of("books");
    /** No line of the standard comes near it; a longer one is not SIE, and is not gathered. */
    static final int LONGEST = 1 << 16;

    private final InputStream in;
    private final Charset charset;
    private final boolean plain;
    private final byte[] block = new byte[1 << 16];
    private byte[] line = new byte[1 << 10];
    private int length;
    private int at;
    private int end;
    private int number;
    private boolean tooLong;

    SieLineReader(InputStream in, SieEncodingScan scan) throws IOException {
        this.in = in;
        this.charset = scan.charset();
        this.plain = scan.plain();
        if (scan.bom()) {
            in.readNBytes(3);
        }
    }

    /** The number of the line read last, from 1. */
    int number() {
        return number;
    }

    /** Why the line read last cannot be what somebody wrote; null if it can. */
    @Nullable
    String trouble(String text) {
        if (tooLong) {
            return SENTENCES.say("sie.line-longer-than-bytes-export-file", LONGEST);
        }
        int at = lost(text);
        return at < 0
                ? null
                : String.format(
                        Locale.ROOT,
                        "letter %d is U+%04X, a sign no text has: the encoding is broken; write the file in code page 437"
                                + " with #FORMAT PC8, or in UTF-8",
                        at + 1,
                        (int) text.charAt(at));
    }

    /** Where a sign stands that comes of reading letters in another encoding than they were written in; -1 if nowhere. */
    private int lost(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || (!plain && ((c >= 0x80 && c < 0xA0) || c == '\uFFFD'))) {
                return i;
            }
        }
        return -1;
    }

    /** The next line without its end; null after the last. */
    @Nullable
    String next() throws IOException {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (fill()) {
            any = true;
            int from = at;
            while (at < end && block[at] != '\n') {
                at++;
            }
            gather(from);
            if (at < end) {
                at++;
                return line();
            }
        }
        return any ? line() : null;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(block));
        }
        return end > 0;
    }

    private void gather(int from) {
        int wanted = Math.min(at - from, LONGEST - length);
        tooLong |= wanted < at - from;
        if (length + wanted > line.length) {
            line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(line.length * 2, length + wanted)));
        }
        System.arraycopy(block, from, line, length, wanted);
        length += wanted;
    }

    private String line() {
        number++;
        int to = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, to, charset);
    }
}
