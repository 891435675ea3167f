package se.partnersec.gallra.books.sie;

import java.util.HashMap;
import java.util.Map;

/**
 * Which numbers were met in each series of each fiscal year. Vouchers are numbered in a row, so a bit each is enough; of
 * numbers scattered more widely than any books are, only so many are remembered.
 */
public final class VoucherNumbers {
    /** About 20 MB; books numbered in a row need it for twelve million vouchers. */
    static final int A_FEW = 200_000;

    private final int mostWords;
    private final Map<Series, Map<Long, Long>> series = new HashMap<>();
    private int words;

    /** @param mostWords of 64 numbers each */
    public VoucherNumbers(int mostWords) {
        this.mostWords = mostWords;
    }

    private record Series(Object year, String name) {}

    /**
     * Answers false if it was there already.
     *
     * @param year whatever tells one fiscal year from another
     */
    public boolean add(Object year, String name, long number) {
        Map<Long, Long> bits = series.computeIfAbsent(new Series(year, name), s -> new HashMap<>());
        long bit = 1L << (number & 63);
        Long known = bits.get(number >> 6);
        if (known == null && words == mostWords) {
            return true;
        }
        words += known == null ? 1 : 0;
        long before = known == null ? 0 : known;
        bits.put(number >> 6, before | bit);
        return (before & bit) == 0;
    }

    public boolean contains(Object year, String name, long number) {
        Long bits = series.getOrDefault(new Series(year, name), Map.of()).get(number >> 6);
        return bits != null && (bits & 1L << (number & 63)) != 0;
    }
}
