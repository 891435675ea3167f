package se.partnersec.gallra.policy.limit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most that somebody wants a run to erase or reduce: so many records, or a part of the category in percent. */
public record MaxDelete(long number, boolean percent) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,11})(%?)");
    private static final int WHOLE = 100;

    /** Of {@code 5000} or {@code 2%}; empty if it is neither. */
    public static Optional<MaxDelete> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        MaxDelete most =
                new MaxDelete(Long.parseLong(form.group(1)), !form.group(2).isEmpty());
        return most.percent() && most.number() > WHOLE ? Optional.empty() : Optional.of(most);
    }

    /** @param records how many the category has */
    public long of(long records) {
        return percent ? records * number / WHOLE : number;
    }

    @Override
    public String toString() {
        return number + (percent ? "%" : "");
    }
}
