package se.partnersec.gallra.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one record. A missing fact is null and never leads to erasure. */
public sealed interface Facts {

    DataCategory category();

    Circumstances circumstances();

    /** @param targetDays the keeping target of its queue in days; null for a queue without one */
    record Call(
            Circumstances circumstances,
            @Nullable Instant endedAt,
            @Nullable Integer targetDays,
            @Nullable Instant lastModified)
            implements Facts {
        @Override
        public DataCategory category() {
            return DataCategory.CALL_RECORDINGS;
        }
    }

    record Chat(
            Circumstances circumstances,
            @Nullable Instant closedAt,
            @Nullable Instant lastMessageAt) implements Facts {
        @Override
        public DataCategory category() {
            return DataCategory.CHAT_LOGS;
        }
    }

    /** One row, or a file of rows; for one row both instants are the same. */
    record AccessLog(
            Circumstances circumstances,
            @Nullable Instant oldestEntry,
            @Nullable Instant newestEntry) implements Facts {
        @Override
        public DataCategory category() {
            return DataCategory.IP_LOGS;
        }
    }

    record User(Circumstances circumstances, List<Contract> contracts, boolean openClaim, boolean billingContact)
            implements Facts {
        @Override
        public DataCategory category() {
            return DataCategory.USER_DATA;
        }
    }

    /** @param end last day, inclusive; null while open */
    record Contract(
            LocalDate start,
            @Nullable LocalDate end,
            @Nullable String status) {}
}
