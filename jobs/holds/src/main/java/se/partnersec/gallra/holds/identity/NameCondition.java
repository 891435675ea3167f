package se.partnersec.gallra.holds.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;

/** Compares columns of a table with names as the guard does: as text, without regard to case, and nothing else alike. */
public final class NameCondition {
    private static final String FOLDED = "LOWER(TRIM(CONVERT(`%s` USING utf8mb4))) COLLATE utf8mb4_bin IN (%s)";

    private final TableMapping table;
    private final KeyTypes kinds;
    private final Set<String> written;
    private final Set<String> folded;

    public NameCondition(TableMapping table, KeyTypes kinds, Set<String> written) {
        this.table = table;
        this.kinds = kinds;
        this.written = written;
        this.folded = written.stream().map(HoldScope::key).collect(Collectors.toSet());
    }

    /** A term for the column that its index can serve; nothing if no name can stand in it. */
    public void quickly(String column, List<String> terms, List<Object> args) {
        if (numbered(column)) {
            numbers(column, terms, args);
            return;
        }
        List<String> possible = written.stream()
                .filter(name -> kinds.writes(table, column, name))
                .toList();
        if (possible.isEmpty()) {
            return;
        }
        // The first half finds by index and, with most collations, too much; the second sorts that out.
        terms.add(
                "(`" + column + "` IN (" + marks(possible) + ") AND " + FOLDED.formatted(column, marks(folded)) + ")");
        args.addAll(possible);
        args.addAll(folded);
    }

    /** A term that also finds other spellings under a collation that tells them apart; it reads the whole table. */
    public void slowly(String column, List<String> terms, List<Object> args) {
        if (numbered(column)) {
            numbers(column, terms, args);
            return;
        }
        terms.add(FOLDED.formatted(column, marks(folded)));
        args.addAll(folded);
    }

    /** Text compared with a number would be compared as doubles, and "10442abc" would be 10442. */
    private void numbers(String column, List<String> terms, List<Object> args) {
        List<Object> numbers = written.stream()
                .filter(n -> n.matches("0|-?[1-9][0-9]{0,19}"))
                .distinct()
                .map(n -> new RecordKey(n, true).bind())
                .toList();
        if (!numbers.isEmpty()) {
            terms.add("`" + column + "` IN (" + marks(numbers) + ")");
            args.addAll(numbers);
        }
    }

    private boolean numbered(String column) {
        return kinds.numeric(table, column);
    }

    private static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }
}
