package se.partnersec.gallra.bench;

import java.util.Arrays;
import java.util.List;

/**
 * @param objects of each round
 * @param rounds measured rounds, after one that warms up
 * @param many objects of the larger run under which the heap is looked at; 0: not at all
 * @param versions which ways work in a bucket with versions
 * @param bars whether a figure below its bar is a failure
 * @param ways names of the ways to measure; empty: all that are installed
 */
record ObjectsOptions(
        long objects, int rounds, long many, boolean scattered, Versions versions, boolean bars, List<String> ways) {
    enum Versions {
        /** Ours and the bare sequence; the tools know none. */
        OURS("a bucket with versions for ours and the bare sequence"),
        OFF("buckets without versions"),
        /** The tools then lay a marker over each object and delete nothing. */
        ALL("buckets with versions, where the tools only lay markers over what stays");

        final String words;

        Versions(String words) {
            this.words = words;
        }
    }

    static final String USAGE = """
            Usage: scripts/bench objects [--objects 20000] [--rounds 5] [--many 200000] [--keys dense] [--versions off|all]
                                     [--ways bare,ours] [-Ds3=moto]
              --objects  call recordings of each round    --rounds  rounds after one that warms up
              --many     objects of the run whose heap is compared with that of --objects; 0 leaves it out. The embedded
                         store holds half a million at most, with GALLRA_BENCH_HEAP=8g
              --keys     dense: in the order of their rows, a folder a day; scattered: in no order
              --versions off: ours and the bare sequence work in a bucket without versions too; all: the tools too work in one
                         with versions, where they only lay a marker over each object, and it stays
              --bars     none: figures below their bars are no failure
              --ways     of bare, rclone, s3cmd, ours; those not installed are told and left out
              -Ds3=      embedded (default), moto (a container), url (GALLRA_TEST_S3_ENDPOINT, _ACCESS_KEY, _SECRET_KEY, _NAME)
              -Ddb=      embedded (default), mysql (a container), url (GALLRA_TEST_DB_URL, _USER, _PASSWORD)
            Each object has a row and a transcript, which ours erases too. Unless told otherwise ours and the bare sequence are
            measured in a bucket with versions, the tools in one without, where their delete is one. Ends with 0 if every bar is met.""";

    static ObjectsOptions parse(List<String> args) {
        ObjectsOptions options = new ObjectsOptions(20_000, 5, 200_000, false, Versions.OURS, true, List.of());
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
                Versions wanted = switch (value) {
                    case "off" -> Versions.OFF;
                    case "all" -> Versions.ALL;
                    default ->
                        throw new IllegalArgumentException("--versions is off or all, or left out; was " + value);
                };
                yield new ObjectsOptions(objects, rounds, many, scattered, wanted, bars, ways);
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
