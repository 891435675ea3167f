package se.partnersec.gallra.holds.hold;

/** Notes of reads about persons: a row of the audit is written before anything is read, and whoever cannot write it does not read. */
@FunctionalInterface
public interface PersonReadLog {
    /**
     * Notes that somebody is about to read.
     *
     * @param command such as {@code explain}
     * @param kind a category, or what a key is of
     * @param key as it was typed; a name is noted by a keyed tag, never as it is. Blank for a list
     * @throws se.partnersec.gallra.support.exit.RefusedException if it cannot be noted
     */
    void note(String command, String kind, String key);
}
