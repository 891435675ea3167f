package se.partnersec.gallra.category;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.engine.Row;
import se.partnersec.gallra.policy.Bookkeeping;
import se.partnersec.gallra.policy.Circumstances;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;

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
        return ContractRows.REQUIRED;
    }

    @Override
    public Set<String> optionalRoles() {
        return Set.of(Columns.PROCESSOR, PRESENT, ContractRows.MEMBER_OF);
    }

    /** None: what starts the clock lies in the contracts. */
    @Override
    public List<String> startRoles() {
        return List.of();
    }

    @Override
    public Map<String, Set<String>> words() {
        return ContractRows.WORDS;
    }

    /** No voucher needs a password, so the books keep none of it. */
    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, List<FiscalYear> years) {
        Row row = record.row();
        Instant erased = row.emptied() ? Instant.MAX : null;
        return new Facts.Credentials(
                new Circumstances(record.processed(), erased, Bookkeeping.NONE, false, null), ContractRows.of(record));
    }
}
