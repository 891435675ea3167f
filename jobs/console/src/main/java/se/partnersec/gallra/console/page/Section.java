package se.partnersec.gallra.console.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.console.download.DownloadSource;
import se.partnersec.gallra.console.person.DatedPage;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * Part of a page: the result of one command.
 *
 * @param number of the part on its page, from 0; negative if its tables are not kept for a download
 * @param title key of the text over it
 * @param shell the same in a shell
 * @param page empty while the result is on its way
 * @param at when it was asked for, where that is not now; null otherwise
 * @param awaited whether the result is on its way
 */
public record Section(
        int number,
        String title,
        String shell,
        CommandPage page,
        @Nullable Instant at,
        boolean awaited) implements DownloadSource {
    private static final CommandPage NOTHING = new CommandPage(ExitCode.DONE, List.of(), Map.of());

    Section(int number, String title, String shell, CommandPage page) {
        this(number, title, shell, page, null, false);
    }

    /** Part whose result may be on its way. @param recent null if it is */
    static Section of(int number, String title, String shell, @Nullable DatedPage recent) {
        return recent == null
                ? new Section(number, title, shell, NOTHING, null, true)
                : new Section(number, title, shell, recent.page(), recent.at(), false);
    }

    @Override
    public List<CommandPage.Block> blocks() {
        return page.blocks();
    }

    /** When it was asked for, as people read it; empty where that is now. */
    public String asked() {
        return at == null ? "" : Formats.time(at);
    }

    /** Whether the command found something to show in a table. */
    boolean hasRows() {
        return blocks().stream()
                .anyMatch(block ->
                        block instanceof CommandPage.Rows table && !table.rows().isEmpty());
    }
}
