package se.partnersec.gallra.planning.audit;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.planning.audit.AuditResult.Gap;
import se.partnersec.gallra.planning.audit.HoldHistory.Held;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Holds on records of one category that were in force at one step of the gate, and the reasons why they cannot be evaluated. */
final class HoldsAt {
    private final @Nullable Held whole;
    private final Map<String, Held> records;
    private final Map<String, Held> tags;
    private final Map<String, Held> customers;
    private final Map<String, Held> users;
    private final Set<Gap> gaps = EnumSet.noneOf(Gap.class);

    private HoldsAt(
            @Nullable Held whole,
            Map<String, Held> records,
            Map<String, Held> tags,
            Map<String, Held> customers,
            Map<String, Held> users) {
        this.whole = whole;
        this.records = records;
        this.tags = tags;
        this.customers = customers;
        this.users = users;
    }

    static HoldsAt of(
            HoldHistory history,
            CategoryMapping source,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer pseudonyms,
            long epoch,
            LocalDate day) {
        Set<DataCategory> ofRow = sources.of(source.record());
        List<Held> all = history.inForce(epoch, day, ofRow);
        List<Held> onRecords = HoldHistory.of(all, ScopeType.RECORD).stream()
                .filter(held ->
                        ofRow.stream().anyMatch(each -> held.scope().key().startsWith(each.id() + ":")))
                .toList();
        boolean numbered = kinds.numeric(source.record());
        List<Held> onCustomers = HoldHistory.of(all, ScopeType.CUSTOMER);
        List<Held> onUsers = HoldHistory.of(all, ScopeType.USER);
        HoldsAt holds = new HoldsAt(
                HoldHistory.of(all, ScopeType.CATEGORY).stream()
                        .filter(held -> ofRow.stream()
                                .anyMatch(each -> each.id().equals(held.scope().key())))
                        .findFirst()
                        .orElse(null),
                numbered ? HoldHistory.index(onRecords, held -> List.of(recordKey(held))) : Map.of(),
                numbered
                        ? Map.of()
                        : HoldHistory.index(
                                onRecords,
                                held -> List.of(HexFormat.of()
                                        .formatHex(
                                                pseudonyms.tag(source.category().id(), recordText(held))))),
                HoldHistory.index(onCustomers, history::bearers),
                HoldHistory.index(onUsers, history::bearers));
        holds.person(ScopeType.CUSTOMER, onCustomers, history, source, sources, kinds);
        holds.person(ScopeType.USER, onUsers, history, source, sources, kinds);
        if (!numbered && !onRecords.isEmpty()) {
            holds.gaps.add(Gap.TEXT_KEY);
        }
        if (HoldHistory.of(all, ScopeType.RECORD).stream()
                .anyMatch(held ->
                        ofRow.stream().anyMatch(each -> held.scope().key().startsWith(each.id() + "/")))) {
            holds.gaps.add(Gap.PART_HOLD);
        }
        if (!HoldHistory.of(all, ScopeType.INVOICE).isEmpty() && reaches(source, ScopeType.INVOICE)) {
            holds.gaps.add(Gap.INVOICE_HOLD);
        }
        if (!HoldHistory.of(all, ScopeType.OBJECT).isEmpty() && source.hasObjects()) {
            holds.gaps.add(Gap.OBJECT_HOLD);
        }
        return holds;
    }

    /** Notes where the one number that the ledger keeps of a customer or user does not say all. */
    private void person(
            ScopeType kind,
            List<Held> holds,
            HoldHistory history,
            CategoryMapping source,
            SourceMapping sources,
            KeyTypes kinds) {
        if (holds.isEmpty() || !reaches(source, kind)) {
            return;
        }
        SourceMapping.Identity identity = sources.identities().get(kind);
        if (identity == null
                || !kinds.numeric(identity.table())
                || holds.stream()
                        .flatMap(held -> history.bearers(held).stream())
                        .anyMatch(key -> RecordKey.small(key) <= 0)) {
            gaps.add(Gap.TEXT_KEY);
        }
        if (source.record().scopes().getOrDefault(kind.id(), List.of()).size() != 1
                || source.children().stream().anyMatch(child -> child.scopes().containsKey(kind.id()))) {
            gaps.add(Gap.OTHER_COLUMNS);
        }
        if (holds.stream().anyMatch(held -> history.bearers(held).isEmpty())) {
            gaps.add(Gap.LOST_NAME);
        }
    }

    private static boolean reaches(CategoryMapping source, ScopeType kind) {
        return source.record().scopes().containsKey(kind.id())
                || source.children().stream()
                        .map(TableMapping::scopes)
                        .anyMatch(scopes -> scopes.containsKey(kind.id()));
    }

    private static String recordKey(Held held) {
        return held.scope().key().substring(held.scope().key().indexOf(':') + 1);
    }

    private static String recordText(Held held) {
        String text = held.scope().text().strip();
        return text.substring(text.indexOf(':') + 1);
    }

    /** The hold that should have kept the record. */
    Optional<Held> covering(LedgerItem.Codec.Read item) {
        byte[] tag = item.tag();
        return HoldHistory.first(
                whole,
                item.key() == null
                        ? null
                        : records.get(
                                HoldScope.key(Objects.requireNonNull(item.key()).text())),
                tag == null ? null : tags.get(HexFormat.of().formatHex(tag)),
                item.customer() == 0 ? null : customers.get(Long.toString(item.customer())),
                item.user() == 0 ? null : users.get(Long.toString(item.user())));
    }

    /** Reasons why a record that no hold seems to cover may have been covered. */
    Set<Gap> gaps() {
        return gaps;
    }
}
