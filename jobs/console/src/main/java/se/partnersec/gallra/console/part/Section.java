package se.partnersec.gallra.console.part;

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
 * @param downloads whether its tables can be had as files
 * @param title key of the text over it
 * @param shell the same in a shell; empty where no command prints it
 * @param page empty while the result is on its way
 * @param at when it was asked for, where that is not now; null otherwise
 * @param later address of the part as it is when the result is there; null if it is
 */
public record Section(
        boolean downloads,
        String title,
        String shell,
        CommandPage page,
        @Nullable Instant at,
        @Nullable String later) implements DownloadSource {
    private static final CommandPage NOTHING = new CommandPage(ExitCode.DONE, List.of(), Map.of());

    public Section(boolean downloads, String title, String shell, CommandPage page) {
        this(downloads, title, shell, page, null, null);
    }

    /** Part whose result may be on its way. @param recent null if it is */
    public static Section of(boolean downloads, String title, String shell, @Nullable DatedPage recent, String later) {
        return recent == null
                ? new Section(downloads, title, shell, NOTHING, null, later)
                : new Section(downloads, title, shell, recent.page(), recent.at(), null);
    }

    /** Name of the part in addresses. */
    @Override
    public String name() {
        return title.substring(title.indexOf('.') + 1);
    }

    @Override
    public List<CommandPage.Block> blocks() {
        return page.blocks();
    }

    @Override
    public boolean onItsWay() {
        return later != null;
    }

    /** When it was asked for, as people read it; empty where that is now. */
    public String asked() {
        return at == null ? "" : Formats.time(at);
    }
}
