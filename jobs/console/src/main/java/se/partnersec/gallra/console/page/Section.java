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

    /** Whether the command came to an end, with differences or without. */
    public boolean done() {
        return page.blocks().stream()
                .noneMatch(
                        block -> block instanceof CommandPage.Sentence said && said.tone() == CommandPage.Tone.PROBLEM);
    }

    /** Blocks in words that a template can choose by. */
    public List<CommandPage.Block> blocks() {
        return page.blocks();
    }
}
