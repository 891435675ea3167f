package se.partnersec.gallra.config.copies;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server's own settings say of one place.
 *
 * @param days for which it keeps what was erased; null where that is no number of days
 * @param setting what was read, or why it was not, in the server's words; no data
 * @param to names of what it copies to; empty where it does not
 */
public record CopyReading(
        CopyLocation place, Kind kind, @Nullable Integer days, String setting, List<String> to) {

    /** What follows from a setting. */
    public enum Kind {
        /** There is no such place. */
        NONE,
        /** It is there, and what was erased goes from it with the record itself. */
        GOES_ALONG,
        /** It keeps what was erased for so many days. */
        DAYS,
        /** It keeps what was erased until somebody removes it. */
        ENDLESS,
        /** It is there; for how long it keeps what was erased, no setting tells. */
        THERE,
        /** None is seen at this moment, which does not say that there is none. */
        NONE_SEEN,
        /** It was not told: the account may not ask, or the server does not know such a setting. Never the same as none. */
        UNKNOWN
    }

    public CopyReading {
        to = List.copyOf(to);
    }

    public static CopyReading of(CopyLocation place, Kind kind, String setting) {
        return new CopyReading(place, kind, null, setting, List.of());
    }

    public static CopyReading days(CopyLocation place, int days, String setting) {
        return new CopyReading(place, Kind.DAYS, days, setting, List.of());
    }

    public static CopyReading there(CopyLocation place, List<String> to, String setting) {
        return new CopyReading(place, Kind.THERE, null, setting, to);
    }
}
