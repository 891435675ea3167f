package se.partnersec.gallra.planning.holding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Adds up, record by record, what the books keep of one category within a scope, and which holds reach it. */
final class BooksInScope {
    private final DataCategory category;
    private final Instant now;
    private final LocalDate today;
    private final Map<Long, DestructionPermit> permits = new TreeMap<>();
    private long records;
    private long undated;
    private long early;
    private @Nullable LocalDate last;
    private @Nullable FiscalYear year;

    BooksInScope(DataCategory category, Instant now) {
        this.category = category;
        this.now = now;
        this.today = SwedishCalendar.localDate(now);
    }

    void add(AssessedRecord each, Map<PlacedHold, Long> reaching) {
        each.holds().stream()
                .filter(hold -> hold.hold().activeAt(now))
                .forEach(hold -> reaching.merge(hold, 1L, Long::sum));
        Bookkeeping kept = each.facts().circumstances().bookkeeping();
        LocalDate law = kept.lastDay();
        if (kept.extent() == Bookkeeping.Extent.NONE || (law != null && today.isAfter(law))) {
            return;
        }
        each.facts().circumstances().permits().stream()
                .filter(permit -> permit.covers(kept))
                .forEach(permit -> permits.put(permit.number(), permit));
        DestructionPermit permit = permit(each, law);
        early += permit == null ? 0 : 1;
        if (permit != null && !today.isBefore(permit.allowedFrom())) {
            return;
        }
        records++;
        undated += law == null ? 1 : 0;
        if (law != null && (last == null || law.isAfter(last))) {
            last = law;
            year = kept.latestYear();
        }
    }

    /** The permit that lets a record go before the law would; as the rules see it. */
    private @Nullable DestructionPermit permit(AssessedRecord each, @Nullable LocalDate law) {
        DestructionPermit permit = each.facts().circumstances().permit();
        return permit == null
                        || law == null
                        || permit.allowedFrom().isAfter(law)
                        || DestructionPermit.barred(each.facts(), now)
                ? null
                : permit;
    }

    HoldStatus.Own own(AssessedRecord each) {
        Bookkeeping books = each.facts().circumstances().bookkeeping();
        boolean concerned = books.extent() != Bookkeeping.Extent.NONE;
        LocalDate law = concerned ? books.lastDay() : null;
        boolean mixed = each.outcome() == Outcome.REVIEW && each.verdict().decision() == Verdict.Decision.RETAIN;
        return new HoldStatus.Own(
                category,
                each.record().key().text(),
                mixed ? Verdict.review(Assessor.CUSTOMERS) : each.verdict(),
                law,
                concerned ? books.latestYear() : null,
                permit(each, law),
                each.holds().stream().filter(hold -> hold.hold().activeAt(now)).toList());
    }

    HoldStatus.@Nullable Books result() {
        return records == 0 && early == 0
                ? null
                : new HoldStatus.Books(
                        category, records, last, year, undated, early, new ArrayList<>(permits.values()));
    }
}
