package se.partnersec.gallra.ledger.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.ledger.entry.LedgerRowText;
import se.partnersec.gallra.ledger.record.SealedTable;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The rows of the ledger as a file: a head, a line a row by category, part and number, a line a step of the gate, in a whole copy a line
 * a row of the other tables that are sealed, and how many rows there are of the ledger and of those tables.
 */
final class LedgerFile {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String HEAD = "gallra-ledger-export-1";
    private static final String END = "end ";
    private static final String RECORD = "record\t";
    /** Tells which tag key the tags in the file were made with, without telling the key. */
    private static final String CHECK = "key-check ";

    /** Lines by which two copies of one ledger may differ. */
    private static final List<String> OTHER = List.of(CHECK, END, RECORD);

    private LedgerFile() {}

    /** Writes one, row by row. */
    static final class Lines implements AutoCloseable {
        private final Writer out;
        private long rows;
        private long records;

        Lines(Writer out) throws IOException {
            this.out = out;
            out.write(HEAD + '\n');
        }

        /** Before the first row. @param check 16 bytes in hex */
        void keyCheck(String check) throws IOException {
            out.write(CHECK + check + ' ' + Sha256.ofText(check) + '\n');
        }

        void row(LedgerRow.Stored row) throws IOException {
            rows++;
            out.write(LedgerRowText.write(row) + '\n');
        }

        /** Writes a step of the gate, after the last row. */
        void step(GateStep step) throws IOException {
            out.write(step.line() + '\n');
        }

        /** Writes a row of another table, after the last step. */
        void record(SealedTable table, SealedTable.Row row) throws IOException {
            records++;
            SealedRecord named = SealedRecord.of(table.table(), row.key(), row.hash());
            out.write(RECORD + named.table() + '\t' + named.key() + '\t' + row.text() + '\n');
        }

        long rows() {
            return rows;
        }

        /**
         * Says how many rows there were; without it the file counts as cut off.
         *
         * @param whole whether the rows of other tables are in it
         */
        void end(boolean whole) throws IOException {
            out.write(END + rows + (whole ? " " + records : "") + '\n');
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Told of what a file holds, in its order. */
    interface Content {
        void row(LedgerRow.Stored row);

        void step(GateStep step);

        void record(SealedRecord record);

        /** A line that is nothing of the kind. @param before the row before it; null for the first */
        void unreadable(long number, LedgerRow.@Nullable Stored before, String why);
    }

    /** Answers whether the rows of other tables are in it. */
    static boolean read(Reader in, Content content) throws IOException {
        Lined lined = new Lined(in);
        String line = lined.next();
        if (line == null || !line.equals(HEAD)) {
            content.unreadable(1, null, SENTENCES.say("evidence.no-ledger-form", HEAD));
            return false;
        }
        return new Body(content).read(lined);
    }

    /** The lines after the head. */
    private static final class Body {
        private final Content content;
        private LedgerRow.@Nullable Stored before;
        private long number = 1;
        private long rows;
        private long records;

        Body(Content content) {
            this.content = content;
        }

        boolean read(Lined lined) throws IOException {
            String end = null;
            String line;
            while ((line = lined.next()) != null) {
                number++;
                if (end != null) {
                    content.unreadable(number, before, SENTENCES.say("evidence.stands-after-end"));
                } else if (line.startsWith(END)) {
                    end = line;
                } else if (number > 2 || check(line).isEmpty()) {
                    line(line);
                }
            }
            boolean whole = end != null && end.equals(END + rows + ' ' + records);
            if (end == null) {
                content.unreadable(number + 1, before, SENTENCES.say("evidence.file-no-end-cut-off"));
            } else if (!whole && !(records == 0 && end.equals(END + rows))) {
                content.unreadable(
                        number, before, SENTENCES.say("evidence.file-says-rows-other-tables", end, rows, records));
            }
            return whole;
        }

        private void line(String line) {
            boolean step = line.startsWith(GateStep.HEAD);
            boolean record = line.startsWith(RECORD);
            rows += step || record ? 0 : 1;
            records += record ? 1 : 0;
            try {
                if (step) {
                    content.step(GateStep.parse(line));
                } else if (record) {
                    content.record(LedgerFile.record(line));
                } else {
                    LedgerRow.Stored row = LedgerRowText.read(line);
                    before = row;
                    content.row(row);
                }
            } catch (IllegalArgumentException e) {
                content.unreadable(number, before, String.valueOf(e.getMessage()));
            }
        }
    }

    private static SealedRecord record(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 4) {
            throw new IllegalArgumentException(SENTENCES.say("evidence.row-another-table-not-written-we"));
        }
        return new SealedRecord(fields[1], fields[2], Sha256.ofText(fields[3]));
    }

    /**
     * Whether every row of a copy is in another one, letter by letter and in the same order, as it is in every later copy of the same
     * ledger, and every step of the gate. What has no head is in none.
     *
     * @param lost places of steps of which people have said what became of them after a restore: these are not looked for
     */
    static boolean within(Path older, Path newer, Set<String> lost) throws IOException {
        // Whatever the bytes are, they are letters of this one: what is no ledger has to be compared, too.
        try (BufferedReader old = Files.newBufferedReader(older, StandardCharsets.ISO_8859_1);
                BufferedReader fresh = Files.newBufferedReader(newer, StandardCharsets.ISO_8859_1)) {
            String wanted = row(old, lost);
            if (!HEAD.equals(wanted)) {
                return false;
            }
            while (wanted != null) {
                String there = row(fresh, Set.of());
                if (there == null) {
                    return false;
                }
                if (there.equals(wanted)) {
                    wanted = row(old, lost);
                }
            }
            return true;
        }
    }

    /** The next line that is the same in every copy; of a step its place. Rows of other tables are in whole copies alone. */
    private static @Nullable String row(BufferedReader in, Set<String> without) throws IOException {
        String line;
        do {
            line = in.readLine();
            if (line != null && line.startsWith(GateStep.HEAD)) {
                line = GateStep.place(line);
            }
        } while (line != null && (OTHER.stream().anyMatch(line::startsWith) || without.contains(line)));
        return line;
    }

    /** What {@link Lines#keyCheck} wrote; empty where nothing did. */
    static String keyCheck(Reader in) throws IOException {
        Lined lined = new Lined(in);
        lined.next();
        String second = lined.next();
        return second == null ? "" : check(second);
    }

    /** It repeats itself as a hash, so that a letter that changed on its way shows. */
    private static String check(String line) {
        String[] words = line.split(" ", -1);
        return words.length == 3
                        && line.startsWith(CHECK)
                        && Sha256.ofText(words[1]).equals(words[2])
                ? words[1]
                : "";
    }

    /** Lines up to the one sign that we write between them: what else passes for a line's end elsewhere is a change. */
    private static final class Lined {
        private final Reader in;
        private final char[] buffer = new char[1 << 16];
        private int at;
        private int end;

        Lined(Reader in) {
            this.in = in;
        }

        @Nullable
        String next() throws IOException {
            StringBuilder line = new StringBuilder();
            while (at < end || fill()) {
                int from = at;
                while (at < end && buffer[at] != '\n') {
                    at++;
                }
                line.append(buffer, from, at - from);
                if (at < end) {
                    at++;
                    return line.toString();
                }
            }
            // Without its end a last line is cut off, and no line of ours holds a line's end.
            return line.length() == 0 ? null : line.append('\n').toString();
        }

        private boolean fill() throws IOException {
            at = 0;
            end = in.read(buffer);
            return end > 0;
        }
    }
}
