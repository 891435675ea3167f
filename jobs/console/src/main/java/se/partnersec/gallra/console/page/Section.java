package se.partnersec.gallra.console.page;

import java.util.List;
import se.partnersec.gallra.cli.output.CommandPage;

/**
 * Part of a page: the result of one command.
 *
 * @param title key of the text over it
 * @param shell the same in a shell
 */
public record Section(String title, String shell, CommandPage page) {

    /** Blocks of the page, in their order. */
    public List<CommandPage.Block> blocks() {
        return page.blocks();
    }
}
