package se.partnersec.gallra.demo.data;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.demo.company.DemoOccasion;
import se.partnersec.gallra.demo.company.People;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Why some invented records must stay: holds for the caller to place, and the years their books are kept by. */
record DemoHolds(DemoRows.Order order) {
    /** Everything of this customer. */
    static final long CLAIMED_CUSTOMER = 3;
    /** Everything of this user of another customer. */
    static final long DISPUTING_USER = 13;
    /** Only the IP log of this customer. */
    static final long ATTACKED_CUSTOMER = 7;

    static long heldUser(long index) {
        return index % 2 == 0 ? DISPUTING_USER : firstUser(CLAIMED_CUSTOMER);
    }

    static long firstUser(long customer) {
        return (customer - 1) * People.USERS_OF_CUSTOMER + 1;
    }

    List<NewHold> holds() {
        LocalDate asOf = order.asOf();
        return List.of(
                new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(ScopeType.CUSTOMER, People.customerNo(CLAIMED_CUSTOMER)),
                        null,
                        null,
                        asOf.plusMonths(6),
                        "GDPR 17(3)(e)",
                        "Tvist om leverans, ombud inkopplat"),
                new NewHold(
                        HoldType.DISPUTE,
                        new HoldScope(ScopeType.USER, People.userName(DISPUTING_USER)),
                        null,
                        null,
                        asOf.plusMonths(3),
                        "GDPR 17(3)(e)",
                        "Bestrider en beställning per telefon"),
                new NewHold(
                        HoldType.RESTRICTION,
                        new HoldScope(ScopeType.RECORD, "chat-logs:" + restrictedChat()),
                        null,
                        null,
                        asOf.plusMonths(2),
                        "GDPR 18",
                        "Begärt begränsning, ärendet utreds"),
                new NewHold(
                        HoldType.SECURITY_INCIDENT,
                        new HoldScope(ScopeType.CUSTOMER, People.customerNo(ATTACKED_CUSTOMER)),
                        new DataCategory("ip-logs"),
                        asOf.plusDays(60),
                        null,
                        "GDPR 6(1)(f)",
                        "Överbelastningsattack under utredning"),
                new NewHold(
                        HoldType.AUTHORITY_ORDER,
                        new HoldScope(ScopeType.RECORD, "fraud-addresses:" + reportedBlock()),
                        null,
                        asOf.plusDays(80),
                        null,
                        "RB 27:16",
                        "Polisanmält nätfiske, uppgifterna begärda"));
    }

    static long reportedBlock() {
        return DemoOccasion.first(DemoOccasion.HELD) + 1;
    }

    static long restrictedChat() {
        return DemoOccasion.first(DemoOccasion.DUE) + 1;
    }

    /** A broken year, a shortened one as the company changed to calendar years, and those. */
    List<FiscalYear> fiscalYears() {
        List<FiscalYear> years = new ArrayList<>();
        years.add(new FiscalYear(LocalDate.of(2016, 5, 1), LocalDate.of(2017, 4, 30)));
        years.add(new FiscalYear(LocalDate.of(2017, 5, 1), LocalDate.of(2017, 12, 31)));
        int last = Math.max(2027, order.asOf().getYear() + 1);
        for (int year = 2018; year <= last; year++) {
            years.add(new FiscalYear(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31)));
        }
        return years;
    }
}
