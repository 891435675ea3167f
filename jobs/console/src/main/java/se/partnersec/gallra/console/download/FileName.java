package se.partnersec.gallra.console.download;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Names of files that browsers get: what is in them, by which filters, and of when. */
public final class FileName {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(SwedishCalendar.ZONE);

    /** Parameters that are about the page and filter nothing. */
    private static final Set<String> NO_FILTERS = Set.of("again", "file", "form");

    private FileName() {}

    /** Name without extension: letters, digits and dashes alone. */
    public static String of(String content, Map<String, String> parameters, Instant at) {
        StringBuilder name = new StringBuilder("gallra-").append(content);
        new TreeMap<>(parameters).forEach((filter, value) -> {
            if (!NO_FILTERS.contains(filter) && !value.isBlank()) {
                name.append('-').append(filter);
                if (!value.equals("true")) {
                    name.append('-').append(value);
                }
            }
        });
        return name.append('-').append(MINUTE.format(at)).toString().replaceAll("[^A-Za-z0-9]+", "-");
    }
}
