package se.partnersec.gallra.console.download;

import java.util.List;
import se.partnersec.gallra.cli.output.CommandPage;

/** Part of a page whose tables can be downloaded. */
public interface DownloadSource {
    /** Name that no other part of the page has. */
    String name();

    /** Blocks of the part, in their order. */
    List<CommandPage.Block> blocks();

    /** Name of one of its tables: that of the list in the JSON result, or where it has none, its number among the tables. */
    default String file(CommandPage.Rows table) {
        if (!table.name().isEmpty()) {
            return name() + "." + table.name();
        }
        List<CommandPage.Block> tables =
                blocks().stream().filter(CommandPage.Rows.class::isInstance).toList();
        return name() + "." + (tables.indexOf(table) + 1);
    }

    /** True while its result is being read. */
    boolean onItsWay();
}
