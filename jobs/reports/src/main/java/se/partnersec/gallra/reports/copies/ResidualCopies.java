package se.partnersec.gallra.reports.copies;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.copies.CopyLocation;

/**
 * What else still holds data that was erased, and until when.
 *
 * @param day the day of the erasure the last days are counted from
 * @param lines place by place, what was declared before what was read
 * @param differences where the two do not go together
 */
public record ResidualCopies(LocalDate day, List<Line> lines, List<Difference> differences) {
    public ResidualCopies {
        lines = List.copyOf(lines);
        differences = List.copyOf(differences);
    }

    /** Where a line is from. */
    public enum Source {
        /** Somebody wrote it into {@code copies.yml}. */
        DECLARED,
        /** The server's own setting. */
        READ,
        /** The server was asked and did not tell. */
        UNKNOWN,
        /** {@code copies.yml} does not say, and there is no setting to read. */
        NOT_DECLARED
    }

    /** What a line says. */
    public enum State {
        /** There is no such place. */
        NONE,
        /** Gone with the record itself. */
        GOES_ALONG,
        /** There until the end of a day. */
        UNTIL,
        /** Objects written on that day cannot be erased before. */
        LOCKED_UNTIL,
        /** There until somebody removes it. */
        ENDLESS,
        /** There; until when nothing tells. */
        THERE,
        /** None seen at this moment, which does not say that there is none. */
        NONE_SEEN,
        /** Whether it is there is not known. */
        NOT_KNOWN
    }

    /**
     * @param name as people know the place; empty but for places of their own
     * @param until the last day; null where the state has none
     * @param detail the setting, or where it is, in words of servers and of the file; no data
     */
    public record Line(
            CopyLocation place,
            String name,
            Source source,
            State state,
            @Nullable LocalDate until,
            String detail) {}

    /**
     * What is declared and what is read contradict each other.
     *
     * @param code what is wrong, for the texts {@code copies.difference.CODE}
     * @param declared in the file's words
     * @param read in the server's
     */
    public record Difference(CopyLocation place, Code code, String declared, String read) {
        /** What is wrong. */
        public enum Code {
            /** It is there, and nobody declared it. */
            UNDECLARED,
            /** It is there, and declared not to be. */
            DECLARED_NONE,
            /** It keeps longer than declared. */
            LONGER,
            /** It keeps without end, whatever is declared. */
            WITHOUT_END,
            /** It copies to other places than declared. */
            ELSEWHERE,
            /** It is declared, and not there. */
            NOT_THERE
        }
    }

    /** The last day on which anything that is known still holds something erased on the day; null if one is without end. */
    public @Nullable LocalDate last() {
        LocalDate last = day;
        for (Line line : lines) {
            if (line.state() == State.ENDLESS) {
                return null;
            }
            LocalDate until = line.until();
            if (line.state() == State.UNTIL && until != null && until.isAfter(last)) {
                last = until;
            }
        }
        return last;
    }

    /** Places of which nobody can say until when they hold it. */
    public List<Line> open() {
        return lines.stream()
                .filter(line -> line.state() == State.NOT_KNOWN || line.state() == State.THERE)
                .filter(line -> lines.stream()
                        .noneMatch(other -> other.place() == line.place() && other.source() == Source.DECLARED))
                .toList();
    }
}
