package se.partnersec.gallra.categories;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.categories.common.UserContracts;
import se.partnersec.gallra.config.mapping.RecordForm;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.LegalBounds;
import se.partnersec.gallra.policy.rule.RetentionRule.Timing.Kind;
import se.partnersec.gallra.policy.rule.StartEvent;

/**
 * Credentials: the password and other login secrets in a user's row. They serve nobody who can no longer log in, so they
 * go long before the row does (a rule of its own below the 24 months of user data).
 */
public final class Credentials implements Category {
    // The row with all that is left in it goes a little before 24 months, so no longer period could mean anything.
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("credentials"),
            StartEvent.LAST_CONTRACT_ENDED,
            Period.ZERO,
            Period.ofMonths(23),
            2,
            Kind.AFTER);

    /** A column that says whether there is a secret, for accounts that may not read it. */
    private static final String PRESENT = "present";

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(
                UserContracts.REQUIRED,
                Set.of(CommonColumns.PROCESSOR, PRESENT, UserContracts.MEMBER_OF),
                RecordForm.COLUMNS);
    }

    /** None: what starts the clock lies in the contracts. */
    @Override
    public List<String> startRoles() {
        return List.of();
    }

    @Override
    public Map<String, Set<String>> words() {
        return UserContracts.WORDS;
    }

    /** No voucher needs a password, so the books keep none of it. */
    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        Row row = record.row();
        Instant erased = row.emptied() ? Instant.MAX : null;
        return new Facts.Credentials(
                new Facts.Circumstances(record.processed(), erased, Bookkeeping.NONE, false, null),
                category(),
                UserContracts.of(record));
    }
}
