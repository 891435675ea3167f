package se.partnersec.gallra.config.mapping;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column of a business table and how to read time from it.
 *
 * @param zone whose wall clock a DATETIME shows; null for columns that are not times
 * @param unit what an integer counts since 1970-01-01 UTC; null unless it counts time
 * @param values what the column's own words mean in ours; one that is not listed stands for itself
 * @param line where the mapping file names it
 */
public record ColumnMapping(
        String column, @Nullable ZoneId zone, @Nullable EpochUnit unit, Map<String, String> values, int line) {

    /** Stands for a blank where words are listed and it is none of them. */
    public static final String UNLISTED = "?";

    /** Meaning of a company's word that is none of ours, whatever it looks like: its records are kept, and nobody is told to map it. */
    public static final String KEEP = "KEEP";

    private static final long YEAR_9999 = 253_402_300_799L;

    public enum EpochUnit {
        SECONDS,
        MILLISECONDS
    }

    public ColumnMapping(String column, @Nullable ZoneId zone, @Nullable EpochUnit unit, int line) {
        this(column, zone, unit, Map.of(), line);
    }

    /**
     * The value of column {@code i} that is no time, in the words the categories know. A blank is one more word that is
     * not listed.
     */
    public @Nullable String text(ResultSet row, int i) throws SQLException {
        String text = row.getString(i);
        return text == null || values.isEmpty() ? text : values.getOrDefault(text, text.isBlank() ? UNLISTED : text);
    }

    public boolean isTime() {
        return zone != null || unit != null;
    }

    /**
     * The instant in column {@code i}. Null for NULL and for what is no time, such as {@code 0000-00-00} or a counter
     * beyond the year 9999: a missing fact ends in a finding, an error would end the chunk. An hour that happens twice is
     * read as the later one.
     */
    public @Nullable Instant instant(ResultSet row, int i) throws SQLException {
        if (unit != null) {
            return counted(row.getBigDecimal(i), unit);
        }
        LocalDateTime wall = wall(row, i);
        if (wall == null || zone == null) {
            return null;
        }
        return zone.getRules().isFixedOffset()
                ? wall.toInstant(zone.getRules().getOffset(Instant.EPOCH))
                : ZonedDateTime.of(wall, zone).withLaterOffsetAtOverlap().toInstant();
    }

    private static @Nullable Instant counted(@Nullable BigDecimal count, EpochUnit unit) {
        if (count == null) {
            return null;
        }
        BigDecimal most = BigDecimal.valueOf(unit == EpochUnit.SECONDS ? YEAR_9999 : YEAR_9999 * 1000);
        if (count.abs().compareTo(most) > 0) {
            return null;
        }
        return unit == EpochUnit.SECONDS
                ? Instant.ofEpochSecond(count.longValue())
                : Instant.ofEpochMilli(count.longValue());
    }

    private static @Nullable LocalDateTime wall(ResultSet row, int i) throws SQLException {
        LocalDateTime plain = DateTimeBytes.read(row.getBytes(i));
        if (plain != null) {
            return plain;
        }
        try {
            return row.getObject(i, LocalDateTime.class);
        } catch (DateTimeException e) {
            // The driver's word for days such as 2026-00-00; wholly zero dates it gives as NULL, see Databases.
            return null;
        }
    }

    /**
     * The value to compare this column with so that no row before {@code bound} is missed; in an hour that happens
     * twice it selects up to an hour too much, and the decision sorts that out.
     */
    public Object before(Instant bound) {
        if (unit != null) {
            return unit == EpochUnit.SECONDS ? bound.getEpochSecond() : bound.toEpochMilli();
        }
        ZoneId wallZone = zone == null ? ZoneOffset.UTC : zone;
        LocalDateTime wall = LocalDateTime.ofInstant(bound, wallZone);
        return wallZone.getRules().getValidOffsets(wall).size() > 1 ? wall.plusHours(1) : wall;
    }

    /** A moment as this column holds it, to the second. */
    public Object at(Instant moment) {
        Instant second = moment.truncatedTo(ChronoUnit.SECONDS);
        if (unit != null) {
            return unit == EpochUnit.SECONDS ? second.getEpochSecond() : second.toEpochMilli();
        }
        return LocalDateTime.ofInstant(second, zone == null ? ZoneOffset.UTC : zone);
    }

    /** The column's own word for one of ours. */
    public String word(String meaning) {
        return values.entrySet().stream()
                .filter(value -> value.getValue().equals(meaning))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(meaning);
    }

    /** Every word of the column's own that means one of ours; where no words are listed, ours itself. */
    public List<String> words(String meaning) {
        return values.isEmpty()
                ? List.of(meaning)
                : values.entrySet().stream()
                        .filter(value -> value.getValue().equals(meaning))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
    }

    static @Nullable LocalDate day(ResultSet row, int i) throws SQLException {
        return row.getObject(i, LocalDate.class);
    }

    /**
     * Reads {@code 2026-06-05 22:00:00.123} from the bytes in which a server sends it. The driver makes a text of each of its
     * numbers first, and every record of a run has a time.
     */
    static final class DateTimeBytes {
        private static final int SECONDS = 19;
        private static final int MOST = 26;
        private static final byte[] FORM = "dddd-dd-dd dd:dd:dd".getBytes(StandardCharsets.US_ASCII);

        private DateTimeBytes() {}

        /**
         * Null for whatever has not exactly this form, or is no time: that is for the driver to say. No time has it in the
         * binary protocol, where it is of eleven bytes at most.
         */
        static @Nullable LocalDateTime read(byte @Nullable [] sent) {
            if (sent == null || sent.length < SECONDS || sent.length > MOST || sent.length == SECONDS + 1) {
                return null;
            }
            for (int i = 0; i < sent.length; i++) {
                int sign = i < SECONDS ? FORM[i] : i == SECONDS ? '.' : 'd';
                if (sign == 'd' ? sent[i] < '0' || sent[i] > '9' : sent[i] != sign) {
                    return null;
                }
            }
            int nanos = number(sent, SECONDS + 1, sent.length);
            for (int digits = Math.max(0, sent.length - SECONDS - 1); digits < 9; digits++) {
                nanos *= 10;
            }
            try {
                return LocalDateTime.of(
                        number(sent, 0, 4),
                        number(sent, 5, 7),
                        number(sent, 8, 10),
                        number(sent, 11, 13),
                        number(sent, 14, 16),
                        number(sent, 17, SECONDS),
                        nanos);
            } catch (DateTimeException e) {
                return null;
            }
        }

        private static int number(byte[] digits, int from, int to) {
            int number = 0;
            for (int i = from; i < to; i++) {
                number = number * 10 + digits[i] - '0';
            }
            return number;
        }
    }
}
