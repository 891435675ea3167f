package se.partnersec.gallra.policy.fact;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;

/** What is known of one record. A missing fact is null and never leads to erasure. */
public sealed interface Facts {

    DataCategory category();

    Circumstances circumstances();

    /** The same record under other circumstances. */
    Facts with(Circumstances other);

    /** @param targetDays the keeping target of its queue in days; null for a queue without one */
    record Call(
            Circumstances circumstances,
            DataCategory category,
            @Nullable Instant endedAt,
            @Nullable Integer targetDays,
            @Nullable Instant lastModified)
            implements Facts {
        @Override
        public Facts with(Circumstances other) {
            return new Call(other, category, endedAt, targetDays, lastModified);
        }
    }

    record Chat(
            Circumstances circumstances,
            DataCategory category,
            @Nullable Instant closedAt,
            @Nullable Instant lastMessageAt)
            implements Facts {
        @Override
        public Facts with(Circumstances other) {
            return new Chat(other, category, closedAt, lastMessageAt);
        }
    }

    /** One row, or a file of entries, of which the oldest decides for all; for one row both instants are the same. */
    record AccessLog(
            Circumstances circumstances,
            DataCategory category,
            @Nullable Instant oldestEntry,
            @Nullable Instant newestEntry)
            implements Facts {
        @Override
        public Facts with(Circumstances other) {
            return new AccessLog(other, category, oldestEntry, newestEntry);
        }
    }

    /** @param billingContact whether open claims are sent to this user; null, unknown, counts as yes */
    record User(
            Circumstances circumstances,
            DataCategory category,
            List<Contract> contracts,
            boolean openClaim,
            @Nullable Boolean billingContact)
            implements Facts {
        @Override
        public Facts with(Circumstances other) {
            return new User(other, category, contracts, openClaim, billingContact);
        }
    }

    /** What a user logs in with: no claim and no voucher needs it, only being a customer does. */
    record Credentials(Circumstances circumstances, DataCategory category, List<Contract> contracts) implements Facts {
        @Override
        public Facts with(Circumstances other) {
            return new Credentials(other, category, contracts);
        }
    }

    /**
     * @param start first day; null where an order has none yet
     * @param end last day, inclusive; null while open
     * @param status the word of the contract system, such as {@code SIGNED} or {@code CANCELLED}; null counts by its dates
     */
    record Contract(
            @Nullable LocalDate start,
            @Nullable LocalDate end,
            @Nullable String status) {}

    /** Usage, how many SMS or e-mails: on the invoices of its claims, or on none yet. */
    record Traffic(
            Circumstances circumstances,
            DataCategory category,
            List<Claim> claims,
            @Nullable LocalDate usedOn,
            List<Dispute> disputes)
            implements Facts {
        @Override
        public Facts with(Circumstances other) {
            return new Traffic(other, category, claims, usedOn, disputes);
        }
    }

    /**
     * Accounting information: always in the books as a whole, whatever its bookkeeping mark says.
     *
     * @param disputes keep it from being destroyed by a permit; the law's seven years take no notice of them
     */
    record Invoice(Circumstances circumstances, DataCategory category, List<Claim> claims, List<Dispute> disputes)
            implements Facts {
        public Invoice(Circumstances circumstances, DataCategory category, List<Claim> claims) {
            this(circumstances, category, claims, List.of());
        }

        /** Whether any is not known to be closed by then, whenever it was opened. */
        boolean disputedAt(Instant now) {
            return disputes.stream()
                    .anyMatch(each -> each.open()
                            || each.closedAt() == null
                            || each.closedAt().isAfter(now));
        }

        @Override
        public Facts with(Circumstances other) {
            return new Invoice(other, category, claims, disputes);
        }
    }

    /**
     * Claim of an invoice: what is owed, and what became of it.
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

    /** A customer's dispute of an invoice: holds like a hold from opening to closing. */
    record Dispute(
            boolean open,
            @Nullable Instant openedAt,
            @Nullable Instant closedAt) {}

    /** @param blockedUntil last day of a block that runs out by itself */
    record Fraud(
            Circumstances circumstances,
            DataCategory category,
            @Nullable Block block,
            @Nullable LocalDate reviewBy,
            @Nullable LocalDate blockedUntil,
            @Nullable Instant liftedAt)
            implements Facts {
        @Override
        public Facts with(Circumstances other) {
            return new Fraud(other, category, block, reviewBy, blockedUntil, liftedAt);
        }
    }

    enum Block {
        ACTIVE,
        LIFTED
    }

    /** A subscription with its one consent, or traffic data used for marketing with all its customer ever gave. */
    record Consent(Circumstances circumstances, DataCategory category, List<Given> consents) implements Facts {
        @Override
        public Facts with(Circumstances other) {
            return new Consent(other, category, consents);
        }
    }

    /** A consent: when it was given, and when it was withdrawn; null while it stands. */
    record Given(@Nullable Instant at, @Nullable Instant withdrawnAt) {}

    /** Data for which the privacy policy names no period: leads and web visits. */
    record Collected(
            Circumstances circumstances,
            DataCategory category,
            @Nullable Instant collectedAt) implements Facts {
        @Override
        public Facts with(Circumstances other) {
            return new Collected(other, category, collectedAt);
        }
    }

    /**
     * A foreign key that refuses to let a record go.
     *
     * @param column that refers to it, such as {@code sms_usage.invoice_id}
     * @param reduces whether the mapping says what may be left of such a record
     */
    public record Reference(String column, boolean reduces) {}

    /**
     * What any record may have beside the facts of its category.
     *
     * @param processor processed on behalf of a customer: never ours to erase (GDPR Art. 28)
     * @param erasedAt when it was erased already
     * @param reduced whether all but the bookkeeping fields is gone already
     * @param request an accepted request for erasure (GDPR Art. 17)
     * @param permits to destroy it early (BFL 7 kap. 7 §) that may be about it, with those that have no effect
     * @param reference by which something that stays refers to it, so that the database lets it not go; null if nothing does
     */
    public record Circumstances(
            boolean processor,
            @Nullable Instant erasedAt,
            Bookkeeping bookkeeping,
            boolean reduced,
            @Nullable ErasureRequest request,
            List<DestructionPermit> permits,
            @Nullable Reference reference) {

        public static final Circumstances NONE = new Circumstances(false, null, Bookkeeping.NONE, false, null);

        public Circumstances(
                boolean processor,
                @Nullable Instant erasedAt,
                Bookkeeping bookkeeping,
                boolean reduced,
                @Nullable ErasureRequest request) {
            this(processor, erasedAt, bookkeeping, reduced, request, List.of(), null);
        }

        /** The same with a request that was accepted. */
        public Circumstances with(ErasureRequest accepted) {
            return new Circumstances(processor, erasedAt, bookkeeping, reduced, accepted, permits, reference);
        }

        /** The same with permits that may be about it. */
        public Circumstances with(List<DestructionPermit> some) {
            return new Circumstances(processor, erasedAt, bookkeeping, reduced, request, List.copyOf(some), reference);
        }

        /** The same where something that stays refers to it. */
        public Circumstances with(Reference staying) {
            return new Circumstances(processor, erasedAt, bookkeeping, reduced, request, permits, staying);
        }

        /** The permit that lets it go first; null if none that has any effect is about it. */
        public @Nullable DestructionPermit permit() {
            return permits.isEmpty()
                    ? null
                    : permits.stream()
                            .filter(permit -> permit.stands() && permit.covers(bookkeeping))
                            .min(Comparator.comparing(DestructionPermit::allowedFrom)
                                    .thenComparing(DestructionPermit::number))
                            .orElse(null);
        }

        public static Circumstances processorData() {
            return new Circumstances(true, null, Bookkeeping.NONE, false, null);
        }

        public static Circumstances of(boolean processor, Bookkeeping bookkeeping) {
            return new Circumstances(processor, null, bookkeeping, false, null);
        }
    }
}
