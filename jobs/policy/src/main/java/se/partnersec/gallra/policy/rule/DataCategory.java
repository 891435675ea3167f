package se.partnersec.gallra.policy.rule;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Name of a data category (DIN 66398) on the command line, in files and in tables, such as {@code ip-logs}.
 *
 * @param id 1 to 32 lower-case letters, digits and hyphens, a letter first
 */
public record DataCategory(String id) implements Comparable<DataCategory> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public DataCategory {
        if (!NAME.matcher(id).matches()) {
            throw new IllegalArgumentException("a data category must match " + NAME + ", '" + id + "' does not");
        }
    }

    /** Empty for a text that is no name of a category; whether there is a category of that name is for the registry to say. */
    public static Optional<DataCategory> parse(String text) {
        return NAME.matcher(text).matches() ? Optional.of(new DataCategory(text)) : Optional.empty();
    }

    @Override
    public int compareTo(DataCategory other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
