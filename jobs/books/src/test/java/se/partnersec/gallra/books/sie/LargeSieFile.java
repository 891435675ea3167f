package se.partnersec.gallra.books.sie;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A file of any size, written while it is read; as a program of its own it reads one of 200 MB in the heap it is given. */
final class LargeSieFile extends InputStream {
    private final Iterator<byte[]> pieces;
    private byte[] piece = SieTexts.HEAD.getBytes(StandardCharsets.ISO_8859_1);
    private int at;

    /** @param vouchers of about 200 bytes each */
    LargeSieFile(int vouchers) {
        pieces = IntStream.rangeClosed(1, vouchers)
                .mapToObj(i -> voucher(i).getBytes(StandardCharsets.ISO_8859_1))
                .iterator();
    }

    private static String voucher(int i) {
        return "#VER A " + i + " 2026" + String.format(Locale.ROOT, "%02d", 1 + i % 12)
                + "15 \"Faktura F2026" + i + " enligt avtal om tele och moln, se bilaga\"\n{\n"
                + "#TRANS 1510 {} 1250.00 20260215 \"Kundfordran enligt faktura\"\n"
                + "#TRANS 3041 {\"1\" \"0210\"} -1000.00 20260215 \"Tjänster\"\n#TRANS 2611 {} -250.00\n}\n";
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        while (at == piece.length) {
            if (!pieces.hasNext()) {
                return -1;
            }
            piece = pieces.next();
            at = 0;
        }
        int n = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, from, n);
        at += n;
        return n;
    }

    public static void main(String[] args) throws IOException {
        int vouchers = Integer.parseInt(args[0]);
        AtomicLong seen = new AtomicLong();
        SieFile file = SieReader.of("stor.se", () -> new LargeSieFile(vouchers)).read(v -> seen.incrementAndGet());
        System.out.println(file.vouchers() + " " + seen.get());
    }
}
