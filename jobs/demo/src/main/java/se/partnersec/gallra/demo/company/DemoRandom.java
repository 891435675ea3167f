package se.partnersec.gallra.demo.company;

/** SplitMix64, our own so that a seed means the same rows on every JDK; each row has a stream of its own. */
public final class DemoRandom {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** @param stream which table the row is of */
    public DemoRandom(long seed, int stream, long index) {
        state = mix(mix(seed * GAMMA + stream) + index * GAMMA);
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }

    /** From 0 to {@code bound} - 1. */
    public int below(int bound) {
        state += GAMMA;
        return (int) Long.remainderUnsigned(mix(state), bound);
    }

    public boolean percent(int chance) {
        return below(100) < chance;
    }

    public String of(String... choices) {
        return choices[below(choices.length)];
    }
}
