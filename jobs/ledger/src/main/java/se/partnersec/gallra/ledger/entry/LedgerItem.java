package se.partnersec.gallra.ledger.entry;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.RecordKey;

/**
 * One disposed record as the ledger keeps it: surrogate keys and a day, nothing about a person.
 *
 * @param start local start day of the retention period; null where the record went for another reason
 * @param customer numeric surrogate id of the customer; 0 if none
 * @param user numeric surrogate id of the user; 0 if none
 */
public record LedgerItem(
        RecordKey key, Outcome outcome, @Nullable LocalDate start, long customer, long user) {}
