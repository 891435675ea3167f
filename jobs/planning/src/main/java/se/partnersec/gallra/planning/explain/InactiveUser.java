package se.partnersec.gallra.planning.explain;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A user who has not been seen for more than 24 months and stays because the customer does, by technical keys only.
 *
 * @param customer key of the customer the row names; null if it names none
 */
public record InactiveUser(String key, @Nullable String customer, LocalDate lastSeen) {}
