package se.partnersec.gallra.console.live;

/**
 * Progress of a run in words.
 *
 * @param of candidates; 0 while they are counted
 * @param text such as {@code 41 200 of 120 000, 3 400/s, done at about 02:41}
 */
public record LiveLine(long run, String category, long done, long of, String text) {}
