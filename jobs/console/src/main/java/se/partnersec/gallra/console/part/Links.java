package se.partnersec.gallra.console.part;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CommandPage;

/** Where a cell of a table leads to: every number has a page behind it, where there is one. */
public final class Links {
    /** Fields that name something with a page of its own, and how their codes look. */
    private static final Map<String, Link> LINKS = Map.of(
            "approval", new Link("/approvals/", "[AP]-[0-9]{1,18}|p-[0-9]{8}-[0-9]{4}(-[0-9]+)?"),
            "run", new Link("/runs/", "[0-9]{1,18}"),
            "lastRun", new Link("/runs/", "[0-9]{1,18}"),
            "order", new Link("/runs/orders/", "[0-9]{1,18}"),
            "finding", new Link("/runs/findings/", "[0-9]{1,18}"),
            "plan", new Link("/plans/", "p-[0-9]{8}-[0-9]{4}(-[0-9]+)?"),
            "hold", new Link("/holds/", "H-[0-9]{1,18}"),
            "request", new Link("/requests/", "R-[0-9]{1,18}"));

    private record Link(String path, String shape) {}

    /** The path of the page about what a cell names; null if there is none. */
    public @Nullable String of(CommandPage.Head head, CommandPage.Cell cell) {
        Link link = LINKS.get(head.name());
        return link != null && cell.code().matches(link.shape()) ? link.path() + cell.code() : null;
    }

    /** The record that a cell names, as the look-up wants it; null if the row does not say which it is. */
    public @Nullable String record(CommandPage.Rows table, List<CommandPage.Cell> row, CommandPage.Head head) {
        if (!head.name().equals("record")) {
            return null;
        }
        String category = null;
        String record = null;
        for (int i = 0; i < row.size(); i++) {
            String name = table.heads().get(i).name();
            category = name.equals("category") ? row.get(i).code() : category;
            record = name.equals("record") ? row.get(i).code() : record;
        }
        return category == null || record == null || record.isEmpty() || record.equals(category)
                ? null
                : category + ":" + record;
    }
}
