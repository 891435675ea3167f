package se.partnersec.planted.runs.launch;

/** A name that says nothing. */
public final class RunManager {
    private RunManager() {}
}
