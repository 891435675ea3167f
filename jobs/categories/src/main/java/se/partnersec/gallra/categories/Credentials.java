package se.partnersec.gallra.categories;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.categories.common.UserContracts;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Credentials: the password and other login secrets in a user's row. They serve nobody who can no longer log in, so they
 * go long before the row does (a rule of its own below the 24 months of user data).
 */
public final class Credentials implements Category {
    /** A column that says whether there is a secret, for accounts that may not read it. */
    private static final String PRESENT = "present";

    @Override
    public DataCategory category() {
        return DataCategory.CREDENTIALS;
    }

    @Override
    public Set<String> requiredRoles() {
        return UserContracts.REQUIRED;
    }

    @Override
    public Set<String> optionalRoles() {
        return Set.of(CommonColumns.PROCESSOR, PRESENT, UserContracts.MEMBER_OF);
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
                UserContracts.of(record));
    }
}
