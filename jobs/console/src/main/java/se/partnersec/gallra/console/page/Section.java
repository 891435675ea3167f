package se.partnersec.gallra.console.page;

import java.util.List;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.download.DownloadSource;

/**
 * Part of a page: the result of one command.
 *
 * @param number of the part on its page, from 0; negative if its tables are not kept for a download
 * @param title key of the text over it
 * @param shell the same in a shell
 */
public record Section(int number, String title, String shell, CommandPage page) implements DownloadSource {

    @Override
    public List<CommandPage.Block> blocks() {
        return page.blocks();
    }

    /** Whether the command found something to show in a table. */
    boolean hasRows() {
        return blocks().stream()
                .anyMatch(block ->
                        block instanceof CommandPage.Rows table && !table.rows().isEmpty());
    }
}
