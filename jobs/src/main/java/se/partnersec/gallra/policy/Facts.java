package se.partnersec.gallra.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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

    /** @param billingContact whether open claims are sent to this user; null, unknown, counts as yes */
    record User(
            Circumstances circumstances,
            List<Contract> contracts,
            boolean openClaim,
            @Nullable Boolean billingContact) implements Facts {
        @Override
        public DataCategory category() {
            return DataCategory.USER_DATA;
        }
    }

    /** What a user logs in with: no claim and no voucher needs it, only being a customer does. */
    record Credentials(Circumstances circumstances, List<Contract> contracts) implements Facts {
        @Override
        public DataCategory category() {
            return DataCategory.CREDENTIALS;
        }
    }

    /**
     * @param start first day; null where an order has none yet
     * @param end last day, inclusive; null while open
     * @param status the word of the contract system, such as {@code SIGNED} or {@code CANCELLED}
     */
    record Contract(
            @Nullable LocalDate start,
            @Nullable LocalDate end,
            @Nullable String status) {}

    /** SMS usage: on the invoices of its claims, or on none yet. */
    record Traffic(
            Circumstances circumstances,
            List<Claim> claims,
            @Nullable LocalDate usedOn,
            @Nullable Dispute dispute) implements Facts {
        @Override
        public DataCategory category() {
            return DataCategory.TRAFFIC_DATA;
        }
    }

    /** Accounting information: always in the books as a whole, whatever its bookkeeping mark says. */
    record Invoice(Circumstances circumstances, List<Claim> claims) implements Facts {
        @Override
        public DataCategory category() {
            return DataCategory.INVOICES;
        }
    }

    /**
     * What an invoice asks for.
     *
     * @param status null when unknown
     * @param interrupted the last day on which limitation started anew (1981:130, 5–6 §§)
     * @param inCourt no time-bar until the final decision (7 §)
     * @param consumer three years instead of ten (2 §)
     */
    record Claim(
            @Nullable ClaimStatus status,
            @Nullable LocalDate issued,
            @Nullable LocalDate settled,
            @Nullable LocalDate interrupted,
            boolean inCourt,
            boolean consumer) {}

    /** Where a claim stands. Written off is a loss in the books only: the claim lives on. */
    enum ClaimStatus {
        UNBILLED,
        OPEN,
        PARTLY_PAID,
        DISPUTED,
        WRITTEN_OFF,
        REVERSED,
        PAID,
        CREDITED,
        WAIVED,
        SET_OFF,
        TIME_BARRED;

        public boolean settled() {
            return ordinal() >= PAID.ordinal();
        }

        /** Empty for a word we do not know: an unknown status never leads to erasure. */
        public static Optional<ClaimStatus> of(String word) {
            if (word.equals("PAYMENT_REVERSED")) {
                return Optional.of(REVERSED);
            }
            return List.of(values()).stream().filter(s -> s.name().equals(word)).findFirst();
        }
    }

    /** A customer's dispute of an invoice: holds like a hold from opening to closing. */
    record Dispute(
            boolean open,
            @Nullable Instant openedAt,
            @Nullable Instant closedAt) {}

    /** @param blockedUntil last day of a block that runs out by itself */
    record Fraud(
            Circumstances circumstances,
            @Nullable Block block,
            @Nullable LocalDate reviewBy,
            @Nullable LocalDate blockedUntil,
            @Nullable Instant liftedAt)
            implements Facts {
        @Override
        public DataCategory category() {
            return DataCategory.FRAUD_ADDRESSES;
        }
    }

    enum Block {
        ACTIVE,
        LIFTED
    }

    record Consent(
            Circumstances circumstances,
            @Nullable Instant givenAt,
            @Nullable Instant withdrawnAt) implements Facts {
        @Override
        public DataCategory category() {
            return DataCategory.NEWSLETTER;
        }
    }

    /** Data for which the privacy policy names no period: leads and web visits. */
    record Collected(
            Circumstances circumstances,
            DataCategory category,
            @Nullable Instant collectedAt) implements Facts {
        public Collected {
            if (category != DataCategory.LEADS && category != DataCategory.WEB_VISITS) {
                throw new IllegalArgumentException(
                        "only leads and web-visits are known by their collection alone, not " + category);
            }
        }
    }
}
