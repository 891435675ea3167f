package se.partnersec.gallra.oracle;

import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/** Chance that comes out the same for the same seed. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** 0 to n - 1. */
    int below(int n) {
        return random.nextInt(n);
    }

    /** Both ends inclusive. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    boolean percent(int p) {
        return random.nextInt(100) < p;
    }

    boolean permille(int p) {
        return random.nextInt(1000) < p;
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    LocalDate day(LocalDate first, LocalDate last) {
        return first.plusDays(random.nextLong(last.toEpochDay() - first.toEpochDay() + 1));
    }
}
