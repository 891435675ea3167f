package se.partnersec.gallra.console.picture;

import java.util.List;

/**
 * Bars beside labels, drawn as SVG. What they show is also in words or in a table on the same page.
 *
 * @param legend kinds of bars with their names; empty if a name says nothing more than the label
 */
public record BarPicture(List<Legend> legend, List<Line> lines) {
    /** Width of a line in units of the picture. */
    public static final int WIDTH = 1000;

    /** Height of a bar in units of the picture. */
    public static final int HEIGHT = 10;

    public BarPicture {
        legend = List.copyOf(legend);
        lines = List.copyOf(lines);
    }

    /** Name of a kind of bar. @param kind class of the bars */
    public record Legend(String kind, String name) {}

    /** Label and its bars. @param text beside it, such as the dates; empty for none */
    public record Line(String label, String text, List<Bar> bars) {
        public Line {
            bars = List.copyOf(bars);
        }

        /** Height in units of the picture. */
        public int height() {
            return HEIGHT * bars.stream().mapToInt(Bar::row).max().orElse(0) + HEIGHT;
        }
    }

    /** Bar from a place on, both in units of the picture. @param row 0 for the uppermost of a line */
    public record Bar(String kind, int row, int from, int width) {
        /** Upper edge. */
        public int top() {
            return row * HEIGHT;
        }
    }
}
