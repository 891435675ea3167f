package se.partnersec.planted.run;

/** A name that says nothing. */
public final class RunManager {
    private RunManager() {}
}
