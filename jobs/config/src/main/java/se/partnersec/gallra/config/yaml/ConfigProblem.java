package se.partnersec.gallra.config.yaml;

/**
 * One fault in a configuration file: where it is, what is wrong, and the cure.
 *
 * @param line counted from 1; 0 for the file as a whole
 */
public record ConfigProblem(String file, int line, String message) {

    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ": " + message;
    }
}
