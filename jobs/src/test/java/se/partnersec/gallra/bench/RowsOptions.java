package se.partnersec.gallra.bench;

import java.util.Arrays;
import java.util.List;
import se.partnersec.gallra.store.Settings;

/**
 * @param rows of the table in each round, {@code due} per cent of them past their time
 * @param rounds measured rounds, after one that warms up
 * @param partitions in which those that are past their time lie; 0: the table is not partitioned
 * @param ways names of the ways to measure; empty: all that are installed
 */
record RowsOptions(long rows, int due, int rounds, int chunk, int partitions, List<String> ways) {
    static final String USAGE = """
            Usage: scripts/bench rows [--rows 1000000] [--due 70] [--rounds 5] [--chunk 5000] [--ways giant,loop,ours]
                                [--partitions N] [-Ddb=mysql]
              --rows    rows of the table              --due     per cent of them that are past their time
              --rounds  rounds after one that warms up --chunk   records per chunk of ours
              --ways    of giant, limit, loop, archiver, archiver-safe, ours; those not installed are told and left out
              --partitions  the log is partitioned, and what is past its time lies in so many; ours takes whole ones
              -Ddb=     embedded (default), mysql (a container), url (GALLRA_TEST_DB_URL, _USER, _PASSWORD)
            One customer in twenty is under a hold, which every way respects. While each way is at work, rows are
            inserted and updated and holds are placed, and what they waited is told. Ends with 0 if every bar is met.""";

    static RowsOptions parse(List<String> args) {
        RowsOptions options = new RowsOptions(1_000_000, 70, 5, Settings.DEFAULT_CHUNK, 0, List.of());
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
            return new RowsOptions(rows, due, rounds, chunk, partitions, wanted);
        }
        return switch (name) {
            case "--rows" ->
                new RowsOptions(number(name, value, 1000, 100_000_000), due, rounds, chunk, partitions, ways);
            case "--due" -> new RowsOptions(rows, (int) number(name, value, 1, 100), rounds, chunk, partitions, ways);
            case "--rounds" -> new RowsOptions(rows, due, (int) number(name, value, 1, 100), chunk, partitions, ways);
            case "--chunk" ->
                new RowsOptions(rows, due, rounds, (int) number(name, value, 1, 100_000), partitions, ways);
            case "--partitions" -> new RowsOptions(rows, due, rounds, chunk, (int) number(name, value, 1, 500), ways);
            default -> throw new IllegalArgumentException("unknown option " + name);
        };
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
