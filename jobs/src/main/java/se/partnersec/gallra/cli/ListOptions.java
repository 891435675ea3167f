package se.partnersec.gallra.cli;

import picocli.CommandLine.Option;

/** Options of commands that list: how many entries, and whether settled ones too. */
final class ListOptions {
    @Option(names = "--all", description = "Also what is settled: used, withdrawn, rejected, void or expired.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most this many; ${DEFAULT-VALUE}.")
    private int limit;

    boolean all() {
        return all;
    }

    int limit() {
        return Math.max(0, limit);
    }
}
