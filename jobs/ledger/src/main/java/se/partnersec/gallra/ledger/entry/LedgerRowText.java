package se.partnersec.gallra.ledger.entry;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A row of the ledger as one line of text: its columns in the order of the table, parted by tabs, the items in base64, the
 * hashes in hex. There is exactly one line for a row, so that no byte of a file can be changed without changing a row.
 */
public final class LedgerRowText {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final int FIELDS = 16;
    private static final String NONE = "-";
    private static final HexFormat HEX = HexFormat.of();

    private LedgerRowText() {}

    /** Without the line's end. */
    public static String write(LedgerRow.Stored stored) {
        LedgerRow row = stored.row();
        return String.join(
                "\t",
                escaped(row.category()),
                Integer.toString(row.part()),
                Long.toString(row.seq()),
                Long.toString(row.runId()),
                escaped(String.valueOf(row.kind())),
                escaped(row.attempt()),
                row.writtenAt().toString(),
                escaped(row.policy()),
                Long.toString(row.token()),
                Long.toString(row.holdEpoch()),
                escaped(row.counts()),
                number(row.keyLo()),
                number(row.keyHi()),
                Base64.getEncoder().encodeToString(row.items()),
                HEX.formatHex(row.prevHash()),
                HEX.formatHex(stored.hash()));
    }

    /** @throws IllegalArgumentException if {@link #write} would not have written exactly this */
    public static LedgerRow.Stored read(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(SENTENCES.say("entry.fields-instead", fields.length, FIELDS));
        }
        LedgerRow.Stored read = parse(List.of(fields));
        if (!write(read).equals(line)) {
            throw new IllegalArgumentException(SENTENCES.say("entry.field-not-written-we-write"));
        }
        return read;
    }

    private static LedgerRow.Stored parse(List<String> fields) {
        try {
            String kind = plain(fields.get(4));
            LedgerRow row = new LedgerRow(
                    plain(fields.get(0)),
                    Integer.parseInt(fields.get(1)),
                    Long.parseLong(fields.get(2)),
                    Long.parseLong(fields.get(3)),
                    kind.isEmpty() ? ' ' : kind.charAt(0),
                    plain(fields.get(5)),
                    LocalDateTime.parse(fields.get(6)),
                    plain(fields.get(7)),
                    Long.parseLong(fields.get(8)),
                    Long.parseLong(fields.get(9)),
                    plain(fields.get(10)),
                    key(fields.get(11)),
                    key(fields.get(12)),
                    Base64.getDecoder().decode(fields.get(13)),
                    HEX.parseHex(fields.get(14)));
            return new LedgerRow.Stored(row, HEX.parseHex(fields.get(15)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(SENTENCES.say("entry.field-not-kind"), e);
        }
    }

    private static String number(@Nullable BigInteger key) {
        return key == null ? NONE : key.toString();
    }

    private static @Nullable BigInteger key(String field) {
        return field.equals(NONE) ? null : new BigInteger(field);
    }

    /** What a forger may have put into a column must not pass for a field or a line of its own. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String plain(String field) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c != '\\' || i + 1 == field.length()) {
                text.append(c);
                continue;
            }
            i++;
            char escape = field.charAt(i);
            text.append(escape == 't' ? '\t' : escape == 'n' ? '\n' : escape == 'r' ? '\r' : escape);
        }
        return text.toString();
    }
}
