package se.partnersec.gallra.reports.copies;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.copies.CopyLocation;
import se.partnersec.gallra.config.copies.CopyReading;
import se.partnersec.gallra.config.copies.DeclaredCopyLocation;
import se.partnersec.gallra.reports.copies.ResidualCopies.Difference;
import se.partnersec.gallra.reports.copies.ResidualCopies.Difference.Code;
import se.partnersec.gallra.reports.copies.ResidualCopies.Line;
import se.partnersec.gallra.reports.copies.ResidualCopies.Source;
import se.partnersec.gallra.reports.copies.ResidualCopies.State;

/** Lays what people declared and what servers say side by side. */
public final class ResidualCopiesInspector {
    private final List<DeclaredCopyLocation> declared;
    private final Map<CopyLocation, CopyReading> read = new EnumMap<>(CopyLocation.class);
    private final boolean bucket;

    /**
     * @param bucket whether there are objects at all; without any nothing is said of buckets but what somebody declared
     * @param read one for each place that could be asked
     */
    public ResidualCopiesInspector(List<DeclaredCopyLocation> declared, boolean bucket, List<CopyReading> read) {
        this.declared = List.copyOf(declared);
        this.bucket = bucket;
        read.forEach(each -> this.read.put(each.place(), each));
    }

    /** @param day local day of the erasure */
    public ResidualCopies from(LocalDate day) {
        List<Line> lines = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        for (CopyLocation place : CopyLocation.values()) {
            List<DeclaredCopyLocation> said =
                    declared.stream().filter(each -> each.place() == place).toList();
            said.forEach(each -> lines.add(declared(each, day)));
            CopyReading reading = read.get(place);
            if (reading != null) {
                lines.add(read(reading, day));
                Difference difference = difference(said.isEmpty() ? null : said.get(0), reading);
                if (difference != null) {
                    differences.add(difference);
                }
            }
            if (said.isEmpty() && mustBeDeclared(place, reading)) {
                lines.add(new Line(place, "", Source.NOT_DECLARED, State.NOT_KNOWN, null, ""));
            }
        }
        return new ResidualCopies(day, lines, differences);
    }

    /** Of what no setting tells, silence is not the same as none. */
    private boolean mustBeDeclared(CopyLocation place, @Nullable CopyReading reading) {
        return switch (place) {
            case DATABASE_BACKUPS -> true;
            case BUCKET_BACKUPS -> bucket;
            case REPLICAS -> reading == null || reading.kind() != CopyReading.Kind.THERE;
            case BUCKET_REPLICATION -> bucket && (reading == null || reading.kind() == CopyReading.Kind.UNKNOWN);
            case BINARY_LOG -> reading == null || reading.kind() == CopyReading.Kind.UNKNOWN;
            default -> false;
        };
    }

    private static Line declared(DeclaredCopyLocation each, LocalDate day) {
        Integer days = each.days();
        String to = String.join(", ", each.to());
        String detail = each.where().isEmpty() || to.isEmpty() ? to + each.where() : to + "; " + each.where();
        return new Line(
                each.place(),
                each.place() == CopyLocation.ELSEWHERE ? each.name() : "",
                Source.DECLARED,
                days == null ? State.NONE : State.UNTIL,
                days == null ? null : day.plusDays(days),
                detail);
    }

    private static Line read(CopyReading each, LocalDate day) {
        Integer days = each.days();
        State state = switch (each.kind()) {
            case NONE -> State.NONE;
            case GOES_ALONG -> State.GOES_ALONG;
            case DAYS -> each.place() == CopyLocation.BUCKET_LOCK ? State.LOCKED_UNTIL : State.UNTIL;
            case ENDLESS -> State.ENDLESS;
            case THERE -> State.THERE;
            case NONE_SEEN -> State.NONE_SEEN;
            case UNKNOWN -> State.NOT_KNOWN;
        };
        String detail = each.to().isEmpty() ? each.setting() : each.setting() + ": " + String.join(", ", each.to());
        return new Line(
                each.place(),
                "",
                each.kind() == CopyReading.Kind.UNKNOWN ? Source.UNKNOWN : Source.READ,
                state,
                days == null ? null : day.plusDays(days),
                detail);
    }

    private static @Nullable Difference difference(@Nullable DeclaredCopyLocation said, CopyReading reading) {
        Code code = switch (reading.kind()) {
            case NONE -> said != null && said.days() != null ? Code.NOT_THERE : null;
            case DAYS -> said == null ? null : shorter(said, reading);
            case ENDLESS -> said != null && said.days() == null ? Code.DECLARED_NONE : Code.WITHOUT_END;
            case THERE -> there(said, reading);
            case GOES_ALONG, NONE_SEEN, UNKNOWN -> null;
        };
        return code == null
                ? null
                : new Difference(
                        reading.place(),
                        code,
                        said == null ? "" : said.days() == null ? "none" : said.days() + " d" + names(said.to()),
                        reading.setting() + names(reading.to()));
    }

    private static @Nullable Code shorter(DeclaredCopyLocation said, CopyReading reading) {
        Integer days = said.days();
        if (days == null) {
            return Code.DECLARED_NONE;
        }
        return reading.days() != null && days < reading.days() ? Code.LONGER : null;
    }

    private static @Nullable Code there(@Nullable DeclaredCopyLocation said, CopyReading reading) {
        if (said == null) {
            return Code.UNDECLARED;
        }
        if (said.days() == null) {
            return Code.DECLARED_NONE;
        }
        Set<String> names = new TreeSet<>(said.to());
        return names.isEmpty() || names.equals(new TreeSet<>(reading.to())) ? null : Code.ELSEWHERE;
    }

    private static String names(List<String> to) {
        return to.isEmpty() ? "" : " (" + String.join(", ", to) + ")";
    }
}
