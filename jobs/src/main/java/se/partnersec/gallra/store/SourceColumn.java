package se.partnersec.gallra.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A column of a business table and how to read time from it.
 *
 * @param zone whose wall clock a DATETIME shows; null for columns that are not times
 * @param unit what an integer counts since 1970-01-01 UTC; null unless it counts time
 * @param line where the mapping file names it
 */
public record SourceColumn(
        String column, @Nullable ZoneId zone, @Nullable EpochUnit unit, int line) {

    public enum EpochUnit {
        SECONDS,
        MILLISECONDS
    }

    public boolean isTime() {
        return zone != null || unit != null;
    }

    /** The instant in column {@code i}; null for NULL. An hour that happens twice is read as the later one. */
    public @Nullable Instant instant(ResultSet row, int i) throws SQLException {
        if (unit != null) {
            long value = row.getLong(i);
            if (row.wasNull()) {
                return null;
            }
            return unit == EpochUnit.SECONDS ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
        }
        LocalDateTime wall = row.getObject(i, LocalDateTime.class);
        return wall == null || zone == null
                ? null
                : ZonedDateTime.of(wall, zone).withLaterOffsetAtOverlap().toInstant();
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

    static @Nullable LocalDate day(ResultSet row, int i) throws SQLException {
        return row.getObject(i, LocalDate.class);
    }
}
