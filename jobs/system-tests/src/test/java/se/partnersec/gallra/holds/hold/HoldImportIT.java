package se.partnersec.gallra.holds.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** Holds by the file: all of them, in one gate transaction, each once. */
@GallraTest
@Tag("full")
class HoldImportIT {
    private static final String HEAD = "type;scope;key;category;until;review_by;basis;reason\n";

    private final Workplace work;
    private final Path file;
    private final String review;

    HoldImportIT(Workplace work, LocalDate today, @TempDir Path folder) {
        this.work = work;
        file = folder.resolve("holds.csv");
        review = today.plusDays(60).toString();
    }

    private String line(String key, String reason) {
        return "dispute;customer;" + key + ";;;" + review + ";;" + reason + "\n";
    }

    private HoldImport take(String text, boolean dryRun) {
        return take(text, StandardCharsets.UTF_8, dryRun);
    }

    private HoldImport take(String text, Charset charset, boolean dryRun) {
        try {
            Files.writeString(file, text, charset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return work.holdService().addAll(file, dryRun, CategoryIds.ALL, scopes -> List.of());
    }

    private long epochs() {
        return work.number("SELECT COUNT(DISTINCT epoch) FROM hold");
    }

    @Test
    void places_all_at_once_and_nothing_the_second_time() {
        String text = HEAD + line("K-1", "Åse tvistar") + line("K-2", "r") + line("k-1", "Åse tvistar");

        assertThat(take(text, true)).isEqualTo(new HoldImport(2, 1));
        assertThat(new HoldRepository(work.admin()).list(true, 10)).isEmpty();
        assertThat(take(text, false)).isEqualTo(new HoldImport(2, 1));

        assertThat(new HoldRepository(work.admin()).list(true, 10))
                .extracting(hold -> hold.scope().text() + " " + hold.reason())
                .containsExactlyInAnyOrder("K-1 Åse tvistar", "K-2 r");
        assertThat(epochs()).as("each hold has its step of the gate").isEqualTo(2);
        assertThat(take(text, false)).isEqualTo(new HoldImport(0, 3));
        assertThat(work.admin().queryForList("SELECT detail FROM audit ORDER BY id", String.class))
                .containsExactly("2 placed, 1 there already", "0 placed, 3 there already");
    }

    @Test
    void places_both_where_two_lines_disagree_about_one_scope() {
        assertThat(take(
                        HEAD
                                + line("K-1", "r")
                                + line("K-1", "r")
                                        .replace(
                                                review, work.today().plusDays(9).toString()),
                        false))
                .isEqualTo(new HoldImport(2, 0));
    }

    @Test
    void places_anew_what_was_released() {
        take(HEAD + line("K-1", "r"), false);
        work.release(work.number("SELECT MIN(id) FROM hold"), "settled");

        assertThat(take(HEAD + line("K-1", "r"), false)).isEqualTo(new HoldImport(1, 0));
    }

    @Test
    void places_nothing_of_a_file_with_one_fault_or_of_another_encoding() {
        assertThatThrownBy(() -> take(HEAD + line("K-1", "r") + line("K-2", ""), false))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("line 3: a hold needs a reason");
        assertThatThrownBy(() -> take(HEAD + line("K-1", "Åse"), StandardCharsets.ISO_8859_1, false))
                .hasMessageContaining("is not UTF-8");
        assertThatThrownBy(() ->
                        work.holdService().addAll(Path.of("nowhere.csv"), false, CategoryIds.ALL, scopes -> List.of()))
                .hasMessageContaining("nowhere.csv cannot be read");
        assertThat(new HoldRepository(work.admin()).list(false, 10)).isEmpty();
    }
}
