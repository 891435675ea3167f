package se.partnersec.gallra.reports.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.copies.CopyLocation;
import se.partnersec.gallra.config.copies.CopyReading;
import se.partnersec.gallra.config.copies.CopyReading.Kind;
import se.partnersec.gallra.config.copies.DeclaredCopyLocation;
import se.partnersec.gallra.reports.copies.ResidualCopies.Difference;
import se.partnersec.gallra.reports.copies.ResidualCopies.Difference.Code;
import se.partnersec.gallra.reports.copies.ResidualCopies.Line;
import se.partnersec.gallra.reports.copies.ResidualCopies.Source;
import se.partnersec.gallra.reports.copies.ResidualCopies.State;

/** What is declared and what is read stand side by side; what nobody said is never none. */
class ResidualCopiesInspectorTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

    private static ResidualCopies look(List<DeclaredCopyLocation> declared, CopyReading... read) {
        return new ResidualCopiesInspector(declared, true, List.of(read)).from(DAY);
    }

    private static DeclaredCopyLocation declared(CopyLocation place, @Nullable Integer days, String... to) {
        return new DeclaredCopyLocation(place, "name", days, "", List.of(to));
    }

    private static CopyReading read(CopyLocation place, Kind kind, @Nullable Integer days, String... to) {
        return new CopyReading(place, kind, days, "setting", List.of(to));
    }

    private static List<Line> of(ResidualCopies copies, CopyLocation place) {
        return copies.lines().stream().filter(line -> line.place() == place).toList();
    }

    private static @Nullable Code code(List<DeclaredCopyLocation> declared, CopyReading read) {
        return look(declared, read).differences().stream()
                .map(Difference::code)
                .findFirst()
                .orElse(null);
    }

    @Test
    void nothing_declared_is_said_to_be_so_and_never_none() {
        ResidualCopies copies = look(List.of());
        assertThat(copies.lines())
                .allSatisfy(line -> {
                    assertThat(line.source()).isEqualTo(Source.NOT_DECLARED);
                    assertThat(line.state()).isEqualTo(State.NOT_KNOWN);
                })
                .extracting(Line::place)
                .containsExactly(
                        CopyLocation.BINARY_LOG,
                        CopyLocation.REPLICAS,
                        CopyLocation.DATABASE_BACKUPS,
                        CopyLocation.BUCKET_REPLICATION,
                        CopyLocation.BUCKET_BACKUPS);
        assertThat(copies.open()).hasSize(5);
        assertThat(copies.differences()).isEmpty();
        assertThat(new ResidualCopiesInspector(List.of(), false, List.of())
                        .from(DAY)
                        .lines())
                .extracting(Line::place)
                .containsExactly(CopyLocation.BINARY_LOG, CopyLocation.REPLICAS, CopyLocation.DATABASE_BACKUPS);
    }

    @Test
    void what_could_not_be_read_is_unknown_and_never_none() {
        for (CopyLocation place :
                List.of(CopyLocation.BINARY_LOG, CopyLocation.REPLICAS, CopyLocation.BUCKET_REPLICATION)) {
            ResidualCopies copies = look(List.of(), read(place, Kind.UNKNOWN, null));
            assertThat(of(copies, place)).extracting(Line::source).containsExactly(Source.UNKNOWN, Source.NOT_DECLARED);
            assertThat(of(copies, place)).allMatch(line -> line.state() == State.NOT_KNOWN);
            assertThat(copies.open()).anyMatch(line -> line.place() == place);
        }
        assertThat(of(look(List.of(), read(CopyLocation.BUCKET_LOCK, Kind.UNKNOWN, null)), CopyLocation.BUCKET_LOCK))
                .extracting(Line::state)
                .containsExactly(State.NOT_KNOWN);
    }

    @Test
    void a_replica_that_is_not_seen_may_be_there_all_the_same() {
        ResidualCopies copies = look(List.of(), read(CopyLocation.REPLICAS, Kind.NONE_SEEN, null));
        assertThat(of(copies, CopyLocation.REPLICAS))
                .extracting(Line::state)
                .containsExactly(State.NONE_SEEN, State.NOT_KNOWN);
        assertThat(code(
                        List.of(declared(CopyLocation.REPLICAS, null)),
                        read(CopyLocation.REPLICAS, Kind.NONE_SEEN, null)))
                .isNull();
    }

    @Test
    void days_are_counted_from_the_day_of_the_erasure_and_the_last_counts() {
        ResidualCopies copies = look(
                List.of(declared(CopyLocation.DATABASE_BACKUPS, 35), declared(CopyLocation.ELSEWHERE, 29)),
                read(CopyLocation.BINARY_LOG, Kind.DAYS, 1),
                read(CopyLocation.BUCKET_LOCK, Kind.DAYS, 400));
        assertThat(of(copies, CopyLocation.DATABASE_BACKUPS))
                .extracting(Line::until)
                .containsExactly(LocalDate.of(2026, 3, 7));
        assertThat(of(copies, CopyLocation.BINARY_LOG)).extracting(Line::until).containsExactly(DAY.plusDays(1));
        assertThat(of(copies, CopyLocation.ELSEWHERE)).extracting(Line::name).containsExactly("name");
        assertThat(of(copies, CopyLocation.BUCKET_LOCK)).extracting(Line::state).containsExactly(State.LOCKED_UNTIL);
        assertThat(copies.last())
                .as("a lock keeps new objects, not what is gone")
                .isEqualTo(LocalDate.of(2026, 3, 7));
        assertThat(look(List.of()).last()).isEqualTo(DAY);
        assertThat(look(List.of(), read(CopyLocation.BINARY_LOG, Kind.ENDLESS, null))
                        .last())
                .isNull();
    }

    @Test
    void a_log_that_keeps_longer_than_declared_is_a_difference_and_one_that_keeps_shorter_is_none() {
        CopyLocation log = CopyLocation.BINARY_LOG;
        assertThat(code(List.of(declared(log, 7)), read(log, Kind.DAYS, 8))).isEqualTo(Code.LONGER);
        assertThat(code(List.of(declared(log, 8)), read(log, Kind.DAYS, 8))).isNull();
        assertThat(code(List.of(declared(log, 9)), read(log, Kind.DAYS, 8))).isNull();
        assertThat(code(List.of(), read(log, Kind.DAYS, 8))).isNull();
        assertThat(code(List.of(declared(log, null)), read(log, Kind.DAYS, 8))).isEqualTo(Code.DECLARED_NONE);
        assertThat(code(List.of(declared(log, null)), read(log, Kind.NONE, null)))
                .isNull();
        assertThat(code(List.of(declared(log, 8)), read(log, Kind.NONE, null))).isEqualTo(Code.NOT_THERE);
        assertThat(code(List.of(), read(log, Kind.ENDLESS, null))).isEqualTo(Code.WITHOUT_END);
        assertThat(code(List.of(declared(log, 7)), read(log, Kind.ENDLESS, null)))
                .isEqualTo(Code.WITHOUT_END);
        assertThat(code(List.of(declared(log, null)), read(log, Kind.ENDLESS, null)))
                .isEqualTo(Code.DECLARED_NONE);
        assertThat(code(List.of(declared(log, 7)), read(log, Kind.UNKNOWN, null)))
                .isNull();
    }

    @Test
    void what_is_there_has_to_be_declared_by_name() {
        CopyLocation copies = CopyLocation.BUCKET_REPLICATION;
        CopyReading two = read(copies, Kind.THERE, null, "b", "c");
        assertThat(code(List.of(), two)).isEqualTo(Code.UNDECLARED);
        assertThat(code(List.of(declared(copies, null)), two)).isEqualTo(Code.DECLARED_NONE);
        assertThat(code(List.of(declared(copies, 30, "b")), two)).isEqualTo(Code.ELSEWHERE);
        assertThat(code(List.of(declared(copies, 30, "c", "b")), two)).isNull();
        assertThat(code(List.of(declared(copies, 30, "b")), read(copies, Kind.NONE, null)))
                .isEqualTo(Code.NOT_THERE);
        assertThat(code(
                        List.of(declared(CopyLocation.REPLICAS, 1)),
                        read(CopyLocation.REPLICAS, Kind.THERE, null, "2")))
                .isNull();
        assertThat(look(List.of(), two).open()).extracting(Line::place).contains(copies);
    }
}
