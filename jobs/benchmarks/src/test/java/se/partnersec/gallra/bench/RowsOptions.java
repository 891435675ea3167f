package se.partnersec.gallra.bench;

import java.util.Arrays;
import java.util.List;
import se.partnersec.gallra.config.settings.GallraSettings;

/**
 * @param rows of the table in each round, {@code due} per cent of them past their time
 * @param rounds measured rounds, after one that warms up
 * @param partitions in which those that are past their time lie; 0: the table is not partitioned
 * @param pools megabytes of the server's buffer pool, one after the other; 0: what the server came with
 * @param ways names of the ways to measure; empty: all that are installed
 */
record RowsOptions(long rows, int due, int rounds, int chunk, int partitions, List<Integer> pools, List<String> ways) {
    static final String USAGE = """
            Usage: scripts/bench rows [--rows 1000000] [--due 70] [--rounds 5] [--chunk %d] [--ways giant,loop,ours]
                                [--partitions N] [--pool 128M,2G] [-Ddb=mysql]
              --rows    rows of the table              --due     per cent of them that are past their time
              --rounds  rounds after one that warms up --chunk   records per chunk of ours
              --ways    of giant, limit, loop, archiver, archiver-safe, ours; those not installed are told and left out
              --partitions  the log is partitioned, and what is past its time lies in so many; ours takes whole ones
              --pool    sizes of the server's buffer pool, measured one after the other; if not what it came with
              -Ddb=     embedded (default), mysql (the server of GALLRA_TEST_DB_URL, _USER, _PASSWORD if set, else a container)
            One customer in twenty is under a hold, which every way respects. While each way is at work, rows are
            inserted and updated and holds are placed, and what they waited is told. Ends with 0 if the bars of
            what was measured are met with each pool.""".formatted(GallraSettings.DEFAULT_CHUNK);

    static RowsOptions parse(List<String> args) {
        RowsOptions options = new RowsOptions(1_000_000, 70, 5, GallraSettings.DEFAULT_CHUNK, 0, List.of(0), List.of());
        for (int i = 0; i < args.size(); i += 2) {
            if (i + 1 == args.size()) {
                throw new IllegalArgumentException(args.get(i) + " needs a value");
            }
            options = options.with(args.get(i), args.get(i + 1));
        }
        return options;
    }

    private RowsOptions with(String name, String value) {
        if (name.equals("--ways")) {
            List<String> wanted = Arrays.asList(value.split(",", -1));
            wanted.stream().filter(way -> !Way.NAMES.contains(way)).findFirst().ifPresent(way -> {
                throw new IllegalArgumentException(
                        "unknown way " + way + "; known are " + String.join(", ", Way.NAMES));
            });
            return new RowsOptions(rows, due, rounds, chunk, partitions, pools, wanted);
        }
        if (name.equals("--pool")) {
            List<Integer> sizes = Arrays.stream(value.split(",", -1))
                    .map(size -> megabytes(name, size))
                    .toList();
            return new RowsOptions(rows, due, rounds, chunk, partitions, sizes, ways);
        }
        long[] all = {rows, due, rounds, chunk, partitions};
        switch (name) {
            case "--rows" -> all[0] = number(name, value, 1000, 100_000_000);
            case "--due" -> all[1] = number(name, value, 1, 100);
            case "--rounds" -> all[2] = number(name, value, 1, 100);
            case "--chunk" -> all[3] = number(name, value, 1, 100_000);
            case "--partitions" -> all[4] = number(name, value, 1, 500);
            default -> throw new IllegalArgumentException("unknown option " + name);
        }
        return new RowsOptions(all[0], (int) all[1], (int) all[2], (int) all[3], (int) all[4], pools, ways);
    }

    /** Such as 128M or 2G; without a letter it is megabytes. */
    private static int megabytes(String name, String size) {
        boolean giga = size.endsWith("G");
        String digits = giga || size.endsWith("M") ? size.substring(0, size.length() - 1) : size;
        return (int) number(name, digits, giga ? 1 : 16, 1_000_000) * (giga ? 1024 : 1);
    }

    static long number(String name, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as what is out of range is.
        }
        throw new IllegalArgumentException(name + " needs a number from " + least + " to " + most + ", was " + value);
    }

    boolean wants(String way) {
        return ways.isEmpty() || ways.contains(way);
    }
}
