package se.partnersec.gallra.console.page;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CommandPage;

/** Where a cell of a table leads to: every number has a page behind it, where there is one. */
public final class Links {
    /** Fields that name something with a page of its own, and how their codes look. */
    private static final Map<String, Link> LINKS = Map.of(
            "run", new Link("/runs/", "[0-9]{1,18}"),
            "lastRun", new Link("/runs/", "[0-9]{1,18}"),
            "plan", new Link("/plans/", "p-[0-9]{8}-[0-9]{4}(-[0-9]+)?"),
            "hold", new Link("/holds/", "H-[0-9]{1,18}"),
            "request", new Link("/requests/", "R-[0-9]{1,18}"));

    private record Link(String path, String shape) {}

    /** The path of the page about what a cell names; null if there is none. */
    public @Nullable String of(CommandPage.Head head, CommandPage.Cell cell) {
        Link link = LINKS.get(head.name());
        return link != null && cell.code().matches(link.shape()) ? link.path() + cell.code() : null;
    }
}
