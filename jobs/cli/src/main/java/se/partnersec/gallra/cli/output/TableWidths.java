package se.partnersec.gallra.cli.output;

import java.util.Arrays;
import java.util.List;

/** Widths of the columns of a table, so that it fits a terminal. Cells are wrapped at words, and words and numbers are never broken. */
final class TableWidths {
    /** Columns that a text of several words gets at least. */
    private static final int SENTENCE = 24;

    private final int[] widest;
    private final int[] least;

    /** @param text whether a column may be wrapped, for each; heads always may */
    TableWidths(List<String> heads, List<List<String>> rows, List<Boolean> text) {
        widest = new int[heads.size()];
        least = new int[heads.size()];
        for (int i = 0; i < widest.length; i++) {
            add(i, heads.get(i), longestWord(heads.get(i)));
            for (List<String> row : rows) {
                String cell = row.get(i);
                add(
                        i,
                        cell,
                        text.get(i) ? Math.max(longestWord(cell), Math.min(cell.length(), SENTENCE)) : cell.length());
            }
        }
    }

    private void add(int column, String cell, int needed) {
        widest[column] = Math.max(widest[column], cell.length());
        least[column] = Math.max(least[column], needed);
    }

    private static int longestWord(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(String::length).max().orElse(0);
    }

    /**
     * Widths that together are no wider than so many columns. The space beyond what each needs goes, a column at a time, to the one
     * whose longest cell takes most lines.
     *
     * @return empty if there is too little space
     */
    int[] fitting(int columns) {
        if (Arrays.stream(widest).asLongStream().sum() <= columns) {
            return widest;
        }
        int[] widths = least.clone();
        int left = columns - Arrays.stream(widths).sum();
        if (left < 0) {
            return new int[0];
        }
        for (; left > 0; left--) {
            widths[tallest(widths)]++;
        }
        return widths;
    }

    private int tallest(int[] widths) {
        int tallest = 0;
        for (int i = 1; i < widths.length; i++) {
            if ((double) widest[i] / widths[i] > (double) widest[tallest] / widths[tallest]) {
                tallest = i;
            }
        }
        return tallest;
    }
}
