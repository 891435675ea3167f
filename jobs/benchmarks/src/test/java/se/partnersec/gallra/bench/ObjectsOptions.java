package se.partnersec.gallra.bench;

import java.util.Arrays;
import java.util.List;

/**
 * @param objects of each round
 * @param rounds measured rounds, after one that warms up
 * @param many objects of the larger run under which the heap is looked at; 0: not at all
 * @param versions whether the buckets of those that erase versions keep them
 * @param bars whether a figure below its bar is a failure
 * @param ways names of the ways to measure; empty: all that are installed
 */
record ObjectsOptions(
        long objects, int rounds, long many, boolean scattered, boolean versions, boolean bars, List<String> ways) {
    static final String USAGE = """
            Usage: scripts/bench objects [--objects 20000] [--rounds 5] [--many 200000] [--keys dense] [--versions off]
                                     [--ways bare,ours] [-Ds3=moto]
              --objects  call recordings of each round    --rounds  rounds after one that warms up
              --many     objects of the run whose heap is compared with that of --objects; 0 leaves it out. A million fit
                         into the embedded store with GALLRA_BENCH_HEAP=8g
              --keys     dense: in the order of their rows, a folder a day; scattered: in no order
              --versions off: nobody's bucket has versions
              --bars     none: figures below their bars are no failure
              --ways     of bare, rclone, rclone-32, s3cmd, ours; those not installed, or leaving copies, are told and
                         left out. rclone has 32 checkers, and the bar; rclone-32 has 32 transfers too
              -Ds3=      embedded (default), moto (a container), url (GALLRA_TEST_S3_ENDPOINT, _ACCESS_KEY, _SECRET_KEY, _NAME)
              -Ddb=      embedded (default), mysql (the server of GALLRA_TEST_DB_URL, _USER, _PASSWORD if set, else a container)
            Each object has a row and a transcript, which ours erases too. Unless told otherwise bare, rclone (its purge) and ours work in
            a bucket with versions and leave none; s3cmd, which knows no versions, in one without. Ends with 0 if the bars of
            what was measured are met.""";

    static ObjectsOptions parse(List<String> args) {
        ObjectsOptions options = new ObjectsOptions(20_000, 5, 200_000, false, true, true, List.of());
        for (int i = 0; i < args.size(); i += 2) {
            if (i + 1 == args.size()) {
                throw new IllegalArgumentException(args.get(i) + " needs a value");
            }
            options = options.with(args.get(i), args.get(i + 1));
        }
        return options;
    }

    private ObjectsOptions with(String name, String value) {
        return switch (name) {
            case "--objects" ->
                new ObjectsOptions(
                        RowsOptions.number(name, value, 100, 10_000_000),
                        rounds,
                        many,
                        scattered,
                        versions,
                        bars,
                        ways);
            case "--rounds" ->
                new ObjectsOptions(
                        objects, (int) RowsOptions.number(name, value, 1, 100), many, scattered, versions, bars, ways);
            case "--many" ->
                new ObjectsOptions(
                        objects,
                        rounds,
                        RowsOptions.number(name, value, 0, 10_000_000),
                        scattered,
                        versions,
                        bars,
                        ways);
            case "--keys" -> {
                if (!List.of("dense", "scattered").contains(value)) {
                    throw new IllegalArgumentException("--keys is dense or scattered, was " + value);
                }
                yield new ObjectsOptions(objects, rounds, many, value.equals("scattered"), versions, bars, ways);
            }
            case "--versions" -> {
                if (!value.equals("off")) {
                    throw new IllegalArgumentException("--versions is off, or left out; was " + value);
                }
                yield new ObjectsOptions(objects, rounds, many, scattered, false, bars, ways);
            }
            case "--bars" -> {
                if (!value.equals("none")) {
                    throw new IllegalArgumentException("--bars is none, or left out; was " + value);
                }
                yield new ObjectsOptions(objects, rounds, many, scattered, versions, false, ways);
            }
            case "--ways" -> {
                List<String> wanted = Arrays.asList(value.split(",", -1));
                if (!ObjectWay.NAMES.containsAll(wanted)) {
                    throw new IllegalArgumentException("--ways are of " + String.join(", ", ObjectWay.NAMES));
                }
                yield new ObjectsOptions(objects, rounds, many, scattered, versions, bars, wanted);
            }
            default -> throw new IllegalArgumentException("unknown option " + name);
        };
    }
}
