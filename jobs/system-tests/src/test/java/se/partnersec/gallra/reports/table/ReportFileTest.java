package se.partnersec.gallra.reports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.reports.table.ReportWriter.Format;
import se.partnersec.gallra.support.exit.ExitCode;

class ReportFileTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    ReportFileTest() {}

    private ReportWriter.Written write(Report report, String name, boolean force) {
        return Invented.writer("en").write(report, Format.CSV_STANDARD, folder.resolve(name), force);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void is_for_its_owner_only_and_leaves_nothing_beside_it() throws Exception {
        ReportWriter.Written written = write(new Invented(6), "a.csv", false);

        assertThat(names()).containsExactly("a.csv");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a.csv"))))
                .isEqualTo("rw-------");
        assertThat(written.rows()).isEqualTo(6);
        assertThat(written.sha256()).isEqualTo(XlsxWriterTest.sha256(Files.readAllBytes(folder.resolve("a.csv"))));
    }

    @Test
    void is_never_written_over_another_unless_forced() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "mine");

        assertThatThrownBy(() -> write(new Invented(6), "a.csv", false))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("is there already")
                .hasMessageContaining("--force");
        assertThat(Files.readString(folder.resolve("a.csv"))).isEqualTo("mine");

        write(new Invented(6), "a.csv", true);
        assertThat(Files.readString(folder.resolve("a.csv"))).startsWith("key,");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a.csv"))))
                .isEqualTo("rw-------");
        assertThat(names()).containsExactly("a.csv");
    }

    @Test
    void nor_over_one_that_came_up_while_it_was_written_nor_through_a_link() throws IOException {
        Report late = slow(() -> Files.writeString(folder.resolve("a.csv"), "late"));
        assertThatThrownBy(() -> write(late, "a.csv", false))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("came up meanwhile");
        assertThat(Files.readString(folder.resolve("a.csv"))).isEqualTo("late");

        Files.createSymbolicLink(folder.resolve("b.csv"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> write(new Invented(6), "b.csv", false))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("b.csv is there already");
        assertThat(names()).containsExactly("a.csv", "b.csv");
    }

    @Test
    void is_there_whole_or_not_at_all() throws IOException {
        Report broken = slow(() -> {
            throw new IOException("the line broke");
        });
        assertThatThrownBy(() -> write(broken, "a.csv", false))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("the line broke");
        assertThat(names()).isEmpty();
        assertThatThrownBy(() -> write(new Invented(6), "no such folder/a.csv", false))
                .hasMessageContaining("there is no folder");
        Files.createDirectory(folder.resolve("d"));
        assertThatThrownBy(() -> write(new Invented(6), "d", true)).hasMessageContaining("is there already");
    }

    private interface Happening {
        void happen() throws IOException;
    }

    /** The invented report, with something that happens after its rows. */
    private static Report slow(Happening after) {
        Invented rows = new Invented(600);
        return new Report() {
            @Override
            public String name() {
                return rows.name();
            }

            @Override
            public List<ReportColumn> columns() {
                return rows.columns();
            }

            @Override
            public Map<String, String> filters() {
                return rows.filters();
            }

            @Override
            public void rows(Sink sink) throws IOException {
                rows.rows(sink);
                after.happen();
            }
        };
    }

    @Test
    void in_utf_8() throws IOException {
        write(new Invented(6), "å ä ö.csv", false);
        assertThat(Files.readString(folder.resolve("å ä ö.csv"), StandardCharsets.UTF_8))
                .contains("rad två");
    }
}
