package se.partnersec.gallra.oracle;

import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.HoldType;

/**
 * Which holds in force reach what, at one moment of the world: those on a name a record bears itself, and those on
 * another name of a customer, user or invoice that the record names.
 */
final class Duties {
    /** What the shipped mapping calls the names of each: first its key. */
    private static final Map<String, List<String>> NAMES = Map.of(
            "customer", List.of("id", "customer_no", "org_no"),
            "user", List.of("id", "user_name", "email", "phone"),
            "invoice", List.of("id", "invoice_no", "ocr"));

    private static final Map<String, String> TABLES =
            Map.of("customer", "customer", "user", "user_account", "invoice", "invoice");

    /** Stands where a name was: it names nobody. */
    private static final String NOBODY = "-";

    /**
     * A hold as whoever placed it knows it.
     *
     * @param id as the program answered
     * @param kind customer, user, invoice, record, object or category
     * @param only the one category it is for; null: all
     */
    record Duty(
            long id,
            HoldType type,
            String kind,
            String text,
            @Nullable String only,
            Instant placed,
            @Nullable LocalDate until,
            @Nullable Instant released) {
        boolean inForce(Instant now, LocalDate today) {
            return !placed.isAfter(now)
                    && (released == null || released.isAfter(now))
                    && (until == null || !today.isAfter(until));
        }

        Duty released(Instant at) {
            return new Duty(id, type, kind, text, only, placed, until, at);
        }

        @Override
        public String toString() {
            return "hold H-" + id + " on " + kind + " " + text + (only == null ? "" : " for " + only);
        }
    }

    private final Map<String, Map<String, Set<Duty>>> byName = new HashMap<>();

    Duties(Collection<Duty> all, World world, Instant now, LocalDate today) {
        Map<String, Map<String, List<Duty>>> placed = new HashMap<>();
        for (Duty duty : all) {
            if (duty.inForce(now, today)) {
                placed.computeIfAbsent(duty.kind(), k -> new HashMap<>())
                        .computeIfAbsent(plain(duty.text()), k -> new ArrayList<>())
                        .add(duty);
                reach(duty.kind(), plain(duty.text()), duty);
            }
        }
        TABLES.forEach((kind, table) -> spread(
                kind,
                placed.getOrDefault(kind, Map.of()),
                world.table(table),
                Objects.requireNonNull(NAMES.get(kind))));
    }

    private void spread(String kind, Map<String, List<Duty>> placed, Rows identities, List<String> columns) {
        if (placed.isEmpty()) {
            return;
        }
        for (Rows.Row row : identities.all()) {
            Set<String> names = new LinkedHashSet<>();
            for (String column : columns) {
                String name = row.text(column);
                if (name != null && !name.isBlank() && !name.equals(NOBODY)) {
                    names.add(plain(name));
                }
            }
            for (String name : names) {
                for (Duty duty : placed.getOrDefault(name, List.of())) {
                    names.forEach(each -> reach(kind, each, duty));
                }
            }
        }
    }

    private void reach(String kind, String name, Duty duty) {
        byName.computeIfAbsent(kind, k -> new HashMap<>())
                .computeIfAbsent(name, k -> new LinkedHashSet<>())
                .add(duty);
    }

    /** A hold on any of these names that is for this category; null if there is none. */
    @Nullable
    Duty on(String kind, String category, @Nullable String... names) {
        Map<String, Set<Duty>> reached = byName.getOrDefault(kind, Map.of());
        if (reached.isEmpty()) {
            return null;
        }
        for (String name : names) {
            for (Duty duty : name == null ? Set.<Duty>of() : reached.getOrDefault(plain(name), Set.of())) {
                if (duty.only() == null || category.isEmpty() || duty.only().equals(category)) {
                    return duty;
                }
            }
        }
        return null;
    }

    private static String plain(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
