package se.partnersec.gallra.approvals.request;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run is allowed beyond its limits.
 *
 * @param policy fingerprint of policy and sources under which it was asked for; under another the approval is void
 * @param most so many records it may erase or reduce, whatever share or ratio that is; null where the limits stay
 * @param on the only date the run may be for; null for any
 */
public record RunTerms(
        String policy, @Nullable Long most, @Nullable LocalDate on) {
    /** The kind of such requests; what they are about is the category. */
    public static final String KIND = "RUN";

    private static final String POLICY = "policy";
    private static final String MOST = "max-delete";
    private static final String ON = "for";

    /** As the request has it: {@code policy=… max-delete=5000 for=2027-01-01}. */
    public String text() {
        return POLICY + "=" + policy + (most == null ? "" : " " + MOST + "=" + most)
                + (on == null ? "" : " " + ON + "=" + on);
    }

    /** Empty if it was not written by this program: whoever may ask by SQL may write anything, and must not stop others by it. */
    public static Optional<RunTerms> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if it was not written by this program */
    public static RunTerms parse(String text) {
        Map<String, String> known = new HashMap<>();
        for (String pair : text.split(" ", -1)) {
            int eq = pair.indexOf('=');
            if (eq < 1 || known.put(pair.substring(0, eq), pair.substring(eq + 1)) != null) {
                throw new IllegalArgumentException("not the terms of a run: '" + text + "'");
            }
        }
        String policy = known.remove(POLICY);
        String most = known.remove(MOST);
        String on = known.remove(ON);
        if (policy == null || !known.isEmpty()) {
            throw new IllegalArgumentException("not the terms of a run: '" + text + "'");
        }
        return new RunTerms(policy, most == null ? null : Long.valueOf(most), on == null ? null : LocalDate.parse(on));
    }

    /**
     * Whether a run may be let through by it.
     *
     * @param need how many records it has to cover
     * @param number whether a limit has to be raised, so that only terms with a number will do
     */
    public boolean cover(String fingerprint, LocalDate asOf, long need, boolean number) {
        return policy.equals(fingerprint) && (on == null || on.equals(asOf)) && (most == null ? !number : need <= most);
    }
}
