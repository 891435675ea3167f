package se.partnersec.gallra.ledger.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.verify.LedgerVerifier.Problem;

/** Changes one thing in a copy of the ledger, as somebody would who can write everything but the seals. */
public final class CopyTampering {
    private final List<LedgerRow.Stored> rows;
    private final byte[] file;
    private final Random random;

    public CopyTampering(String text, Random random) {
        this.rows = text.lines()
                .skip(1)
                .filter(line ->
                        !line.startsWith("end ") && !line.startsWith("key-check ") && !line.startsWith("gate\t"))
                .map(LedgerRowText::read)
                .toList();
        this.file = text.getBytes(StandardCharsets.UTF_8);
        this.random = random;
    }

    public enum Kind {
        /** Another byte anywhere in the file. */
        FLIP,
        /** A column with another value, and the hash as it was. */
        COLUMN,
        /** Two lines exchanged. */
        SWAP,
        /** A row taken out, so that a gap is left. */
        GAP,
        /** The last rows of a chain taken away. */
        CUT,
        /** A row with another content, and every hash from it to the end of its chain computed anew. */
        REWRITE,
        /** A row taken out, the others moved up and computed anew. */
        REMOVE,
        /** A row put in, the others moved down and computed anew. */
        INSERT;

        /** Whether what is left is a chain without a fault, so that only a seal tells. */
        public boolean rehashes() {
            return this == CUT || this == REWRITE || this == REMOVE || this == INSERT;
        }
    }

    /** @param first where the first bad chunk must be found; null where more than one answer is right */
    public record Done(Kind kind, byte[] bytes, @Nullable Problem first) {
        @Override
        public String toString() {
            return kind + " " + first;
        }
    }

    public Done apply() {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        if (kind == Kind.FLIP) {
            byte[] bytes = file.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(127));
            return new Done(kind, bytes, null);
        }
        int at = random.nextInt(rows.size());
        while (bare(kind, at)) {
            at = random.nextInt(rows.size());
        }
        List<LedgerRow.Stored> changed = new ArrayList<>(rows);
        LedgerRow.Stored old = rows.get(at);
        switch (kind) {
            case COLUMN -> changed.set(at, new LedgerRow.Stored(other(old.row()), old.hash()));
            case SWAP -> swap(changed, at);
            case GAP -> changed.remove(at);
            case CUT -> cut(changed, at);
            case REWRITE -> rehash(changed, at, other(old.row()));
            case REMOVE -> {
                changed.remove(at);
                rehash(changed, at, changed.get(at).row());
            }
            default -> {
                changed.add(at, old);
                rehash(changed, at, other(old.row()));
            }
        }
        // A gap shows at the row after it.
        long first = kind == Kind.GAP ? old.row().seq() + 1 : old.row().seq();
        return new Done(
                kind,
                text(changed).getBytes(StandardCharsets.UTF_8),
                kind == Kind.SWAP
                        ? null
                        : new Problem(old.row().category(), old.row().part(), first, ""));
    }

    /**
     * Where a closing row is added or taken away, or chunks of a run that is summed up later, sums give it away too; that
     * is not what these kinds are about.
     */
    private boolean bare(Kind kind, int at) {
        if (kind == Kind.GAP) {
            return last(at);
        }
        if (kind == Kind.REMOVE) {
            return last(at) || !rows.get(at).row().counts().isEmpty() && named(at);
        }
        return kind == Kind.INSERT && (rows.get(at).row().kind() != 'C' || named(at));
    }

    private boolean named(int at) {
        return rows.get(at).row().counts().matches(".*(ERASED|ANONYMISED)=.*");
    }

    private boolean last(int at) {
        return at + 1 == rows.size() || !sameChain(rows.get(at), rows.get(at + 1));
    }

    private void swap(List<LedgerRow.Stored> changed, int at) {
        int other = random.nextInt(rows.size());
        while (other == at) {
            other = random.nextInt(rows.size());
        }
        changed.set(at, rows.get(other));
        changed.set(other, rows.get(at));
    }

    private static void cut(List<LedgerRow.Stored> changed, int at) {
        LedgerRow.Stored first = changed.get(at);
        while (at < changed.size() && sameChain(first, changed.get(at))) {
            changed.remove(at);
        }
    }

    /** Puts a row at this place, and chains what follows to it. */
    private void rehash(List<LedgerRow.Stored> changed, int at, LedgerRow first) {
        boolean begins = at == 0 || !sameChain(changed.get(at), changed.get(at - 1));
        long seq = begins ? 1 : changed.get(at - 1).row().seq() + 1;
        byte[] previous = begins ? LedgerRow.NO_HASH : changed.get(at - 1).hash();
        LedgerRow.Stored model = changed.get(at);
        LedgerRow row = first;
        for (int i = at; i < changed.size() && sameChain(model, changed.get(i)); i++) {
            LedgerRow next = with(i == at ? row : changed.get(i).row(), seq++, previous);
            previous = next.hash();
            changed.set(i, new LedgerRow.Stored(next, previous));
        }
    }

    private static boolean sameChain(LedgerRow.Stored one, LedgerRow.Stored other) {
        return one.row().category().equals(other.row().category())
                && one.row().part() == other.row().part();
    }

    private static String text(List<LedgerRow.Stored> rows) {
        return "gallra-ledger-export-1\n"
                + rows.stream().map(row -> LedgerRowText.write(row) + '\n').collect(Collectors.joining())
                + "end " + rows.size() + '\n';
    }

    private static LedgerRow with(LedgerRow row, long seq, byte[] previous) {
        return copy(
                row,
                seq,
                row.attempt(),
                row.token(),
                row.policy(),
                row.writtenAt().minusNanos(0),
                previous);
    }

    /** The same, but for what no sum and no other row gives away. */
    private LedgerRow other(LedgerRow row) {
        String attempt = new UUID(random.nextLong(), random.nextLong()).toString();
        return switch (random.nextInt(4)) {
            case 0 -> copy(row, row.seq(), attempt, row.token(), row.policy(), row.writtenAt(), row.prevHash());
            case 1 ->
                copy(row, row.seq(), row.attempt(), row.token() + 1, row.policy(), row.writtenAt(), row.prevHash());
            case 2 -> copy(row, row.seq(), row.attempt(), row.token(), "f".repeat(64), row.writtenAt(), row.prevHash());
            default ->
                copy(
                        row,
                        row.seq(),
                        row.attempt(),
                        row.token(),
                        row.policy(),
                        row.writtenAt().minusDays(1 + random.nextInt(300)),
                        row.prevHash());
        };
    }

    private static LedgerRow copy(
            LedgerRow row,
            long seq,
            String attempt,
            long token,
            String policy,
            java.time.LocalDateTime at,
            byte[] previous) {
        return new LedgerRow(
                row.category(),
                row.part(),
                seq,
                row.runId(),
                row.kind(),
                attempt,
                at,
                policy,
                token,
                row.holdEpoch(),
                row.counts(),
                row.keyLo(),
                row.keyHi(),
                row.items(),
                previous);
    }
}
