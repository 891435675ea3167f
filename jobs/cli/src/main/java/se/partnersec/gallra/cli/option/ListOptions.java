package se.partnersec.gallra.cli.option;

import picocli.CommandLine.Option;

/** Options of commands that list: how many entries, and whether settled ones too. */
public final class ListOptions {
    @Option(names = "--all", description = "Also what is settled: used, withdrawn, rejected, void or expired.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most this many; ${DEFAULT-VALUE}.")
    private int limit;

    public boolean all() {
        return all;
    }

    public int limit() {
        return Math.max(0, limit);
    }
}
