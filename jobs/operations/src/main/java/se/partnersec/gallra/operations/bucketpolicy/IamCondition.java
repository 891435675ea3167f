package se.partnersec.gallra.operations.bucketpolicy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One condition of a statement; of the many there are, those that the suite's own policies use are understood. */
record IamCondition(String operator, String key, List<String> values) {
    static final String PREFIX = "s3:prefix";
    static final String LOCK_MODE = "s3:object-lock-mode";
    /** For how many days more an object is kept from everybody. */
    static final String RETENTION_DAYS = "s3:object-lock-remaining-retention-days";

    static final String TLS = "aws:SecureTransport";
    static final String MORE_THAN = "NumericGreaterThan";

    IamCondition {
        values = List.copyOf(values);
    }

    boolean understood() {
        return (is(PREFIX) || is(LOCK_MODE)) && (operator.equals("StringLike") || operator.equals("StringEquals"))
                || is(TLS) && operator.equals("Bool")
                || is(RETENTION_DAYS)
                        && operator.equals(MORE_THAN)
                        && values.stream().allMatch(IamCondition::number);
    }

    private static boolean number(String text) {
        return text.matches("[0-9]{1,9}");
    }

    boolean is(String name) {
        return key.equalsIgnoreCase(name);
    }

    /** Whether it is met; ask only what is {@link #understood}. */
    boolean met(Map<String, String> circumstances) {
        @Nullable
        String value = circumstances.entrySet().stream()
                .filter(each -> is(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        if (value == null) {
            return false;
        }
        return switch (operator) {
            case "StringLike" -> values.stream().anyMatch(pattern -> IamWildcard.matches(pattern, value));
            case "StringEquals" -> values.contains(value);
            case MORE_THAN ->
                number(value) && values.stream().anyMatch(most -> Long.parseLong(value) > Long.parseLong(most));
            default ->
                values.stream().anyMatch(word -> word.toLowerCase(Locale.ROOT).equals(value));
        };
    }
}
