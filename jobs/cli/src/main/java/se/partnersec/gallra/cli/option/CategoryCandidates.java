package se.partnersec.gallra.cli.option;

import java.util.Iterator;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.policy.rule.DataCategory;

/** What a shell offers where a category is to be named. */
public final class CategoryCandidates implements Iterable<String> {
    private final CommandContext session;

    CategoryCandidates(CommandContext session) {
        this.session = session;
    }

    @Override
    public Iterator<String> iterator() {
        return session.jobs().stream().map(DataCategory::id).iterator();
    }
}
