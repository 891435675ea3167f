package se.partnersec.gallra.console.download;

import java.util.List;
import se.partnersec.gallra.cli.output.CommandPage;

/** Part of a page whose tables can be downloaded. */
public interface DownloadSource {
    /** Blocks of the part, in their order. */
    List<CommandPage.Block> blocks();
}
