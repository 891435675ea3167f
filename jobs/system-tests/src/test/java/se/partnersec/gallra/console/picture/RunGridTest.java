package se.partnersec.gallra.console.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.support.exit.ExitCode;

class RunGridTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 12, 1);

    private static CommandPage page(String... runs) {
        List<List<CommandPage.Cell>> rows = new ArrayList<>();
        for (String run : runs) {
            List<CommandPage.Cell> cells = new ArrayList<>();
            for (String cell : run.split(" ")) {
                cells.add(new CommandPage.Cell(cell.toLowerCase(java.util.Locale.ROOT), cell));
            }
            rows.add(cells);
        }
        List<CommandPage.Head> heads = List.of(
                new CommandPage.Head("run", "Run", false),
                new CommandPage.Head("category", "Category", false),
                new CommandPage.Head("began", "Began", false),
                new CommandPage.Head("outcome", "Ended", false));
        return new CommandPage(ExitCode.DONE, List.of(new CommandPage.Rows("runs", heads, rows)), Map.of());
    }

    @Test
    void a_day_of_several_runs_shows_the_worst_and_counts_them() {
        RunGrid grid = RunGrid.of(
                page(
                        "3 ip-logs 2026-12-01T01:00:00Z DONE",
                        "2 ip-logs 2026-12-01T00:30:00Z FAILED",
                        "1 ip-logs 2026-11-30T23:30:00Z DONE"),
                TODAY,
                100);
        assertThat(grid.days())
                .hasSize(30)
                .startsWith(LocalDate.of(2026, 11, 2))
                .endsWith(TODAY);
        RunGrid.Line line = grid.lines().get(0);
        RunGrid.Cell today = Objects.requireNonNull(line.cells().get(29));
        assertThat(today.run()).isEqualTo("2");
        assertThat(today.outcome()).isEqualTo("FAILED");
        assertThat(today.runs())
                .as("half past midnight in Sweden is the same day")
                .isEqualTo(3);
        assertThat(line.cells().get(28)).isNull();
    }

    @Test
    void runs_of_before_are_left_out_and_categories_stand_by_name() {
        RunGrid grid = RunGrid.of(
                page(
                        "3 traffic-data 2026-11-02T12:00:00Z DONE",
                        "2 chat-logs 2026-11-20T12:00:00Z STOPPED",
                        "1 ip-logs 2026-11-01T12:00:00Z DONE"),
                TODAY,
                100);
        assertThat(grid.lines().stream().map(RunGrid.Line::category)).containsExactly("chat-logs", "traffic-data");
        assertThat(grid.lines().get(1).cells().get(0)).isNotNull();
    }

    @Test
    void with_as_many_runs_as_were_asked_for_the_oldest_day_may_lack_some_and_is_left_out() {
        RunGrid grid = RunGrid.of(
                page(
                        "3 ip-logs 2026-12-01T12:00:00Z DONE",
                        "2 ip-logs 2026-11-30T12:00:00Z DONE",
                        "1 ip-logs 2026-11-29T12:00:00Z DONE"),
                TODAY,
                3);
        assertThat(grid.cut()).isTrue();
        assertThat(grid.days()).containsExactly(LocalDate.of(2026, 11, 30), TODAY);
    }
}
