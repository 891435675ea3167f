package se.partnersec.gallra.categories;

import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.LegalBounds;
import se.partnersec.gallra.policy.rule.RetentionRule.Timing.Kind;
import se.partnersec.gallra.policy.rule.StartEvent;

/** Blocked addresses with the messages quarantined for them; the end of the block starts the clock. */
public final class FraudAddresses implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("fraud-addresses"),
            StartEvent.BLOCK_LIFTED,
            Period.ZERO,
            Period.ofDays(180),
            2,
            Kind.WHILE);

    private static final String BLOCK = "block";
    private static final String LIFTED_AT = "lifted_at";
    private static final String BLOCKED_UNTIL_ON = "blocked_until_on";
    private static final String REVIEW_BY_ON = "review_by_on";
    private static final String ACTIVE = "ACTIVE";
    private static final String LIFTED = "LIFTED";

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    /** Addresses, reasons and indicators decide nothing: {@code gallra fraud} looks them up. */
    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(
                Set.of(LIFTED_AT, REVIEW_BY_ON),
                Set.of(
                        BLOCK,
                        BLOCKED_UNTIL_ON,
                        "address",
                        "reason",
                        "blocked_at",
                        "messages/indicator",
                        CommonColumns.PROCESSOR));
    }

    @Override
    public List<String> startRoles() {
        return List.of(LIFTED_AT);
    }

    /** A block may have run out long before somebody lifted it. */
    @Override
    public List<String> firstRoles() {
        return List.of(BLOCKED_UNTIL_ON);
    }

    @Override
    public Map<String, Set<String>> words() {
        return Map.of(BLOCK, Set.of(ACTIVE, LIFTED));
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        Row row = record.row();
        return new Facts.Fraud(
                CommonColumns.circumstances(record, years),
                category(),
                block(row),
                row.day(REVIEW_BY_ON),
                row.day(BLOCKED_UNTIL_ON),
                row.instant(LIFTED_AT));
    }

    /** Where no column says how a block stands, its lifting does; a word nobody knows is a missing fact. */
    private static Facts.@Nullable Block block(Row row) {
        if (!row.has(BLOCK)) {
            return row.instant(LIFTED_AT) == null ? Facts.Block.ACTIVE : Facts.Block.LIFTED;
        }
        String word = row.text(BLOCK);
        return switch (word == null ? "" : word) {
            case ACTIVE -> Facts.Block.ACTIVE;
            case LIFTED -> Facts.Block.LIFTED;
            default -> null;
        };
    }
}
