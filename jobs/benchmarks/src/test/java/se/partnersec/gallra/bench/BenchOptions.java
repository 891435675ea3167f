package se.partnersec.gallra.bench;

import se.partnersec.gallra.config.settings.GallraSettings;

/**
 * @param rows rows of each round
 * @param rounds measured rounds, after one that warms up
 * @param many rows of the larger run under which the heap is looked at; 0: not at all
 * @param chunk records a chunk of ours
 * @param bar least ratio that passes
 */
record BenchOptions(long rows, int rounds, long many, int chunk, double bar) {
    static final String USAGE = """
            Usage: scripts/bench [--rows 200000] [--rounds 5] [--many 2000000] [--chunk %d] [--bar 0.5] [-Ddb=mysql]
              --rows    expired rows of each round        --rounds  measured rounds, after one that warms up
              --many    rows of the run whose heap is compared with that of --rows; 0 leaves it out
              --chunk   records per chunk of ours         --bar     least ratio to the loop of bare deletes
              -Ddb=     embedded (default), mysql (the server of GALLRA_TEST_DB_URL, _USER, _PASSWORD if set, else a container)
            Ends with 0 if every bar is met, 1 if one is missed.""".formatted(GallraSettings.DEFAULT_CHUNK);

    static BenchOptions parse(String[] args) {
        BenchOptions options = new BenchOptions(200_000, 5, 2_000_000, GallraSettings.DEFAULT_CHUNK, 0.5);
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            options = options.with(args[i], args[i + 1]);
        }
        return options;
    }

    private BenchOptions with(String name, String value) {
        try {
            return switch (name) {
                case "--rows" -> new BenchOptions(atLeast(1000, value), rounds, many, chunk, bar);
                case "--rounds" -> new BenchOptions(rows, (int) atLeast(1, value), many, chunk, bar);
                case "--many" -> new BenchOptions(rows, rounds, atLeast(0, value), chunk, bar);
                case "--chunk" -> new BenchOptions(rows, rounds, many, (int) atLeast(1, value), bar);
                case "--bar" -> new BenchOptions(rows, rounds, many, chunk, Double.parseDouble(value));
                default -> throw new IllegalArgumentException("unknown option " + name);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " needs a number, was " + value, e);
        }
    }

    private static long atLeast(long least, String value) {
        long number = Long.parseLong(value);
        if (number < least) {
            throw new IllegalArgumentException("at least " + least + " is needed, was " + value);
        }
        return number;
    }
}
