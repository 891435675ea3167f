package se.partnersec.gallra.support.text;

/** Tells the user what is done on the way, such as starting servers. */
@FunctionalInterface
public interface ProgressNote {
    void say(String note);
}
