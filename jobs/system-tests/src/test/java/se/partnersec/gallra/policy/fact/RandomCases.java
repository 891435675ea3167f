package se.partnersec.gallra.policy.fact;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.testing.CategoryIds;

/** Invents records, holds and instants from a seed, crowding the days on which calendars go wrong. */
public final class RandomCases {

    /** One record, its holds, and the instant to decide at. */
    public record Case(Facts facts, List<Hold> holds, Instant now) {
        Verdict verdict() {
            return ShippedPolicy.POLICY.decide(facts, holds, now);
        }

        Case at(Instant instant) {
            return new Case(facts, holds, instant);
        }

        Case with(Facts changed) {
            return new Case(changed, holds, now);
        }

        Case withHolds(List<Hold> changed) {
            return new Case(facts, changed, now);
        }

        LocalDate today() {
            return SwedishCalendar.localDate(now);
        }
    }

    private static final List<LocalDate> AWKWARD = List.of(
            LocalDate.of(2024, 2, 29),
            LocalDate.of(2023, 8, 31),
            LocalDate.of(2025, 8, 30),
            LocalDate.of(2024, 12, 31),
            LocalDate.of(2025, 3, 30),
            LocalDate.of(2025, 10, 26),
            LocalDate.of(2026, 1, 1),
            LocalDate.of(2026, 2, 28));
    private static final List<Integer> USUAL_AGES =
            List.of(0, 1, 3, 4, 27, 28, 30, 60, 62, 173, 180, 184, 365, 717, 731);

    private final Random random;

    public RandomCases(long seed) {
        random = new Random(seed);
    }

    public Case next() {
        LocalDate base = day();
        int age = pick(USUAL_AGES) + random.nextInt(5) - 2 + (chance(4) ? random.nextInt(3000) : 0);
        Instant now = instant(base.plusDays(age));
        List<Hold> holds = IntStream.range(0, chance(2) ? 0 : random.nextInt(4))
                .mapToObj(i -> hold(base))
                .toList();
        return new Case(facts(base), holds, now);
    }

    Hold hold(LocalDate base) {
        LocalDate placed = base.plusDays(random.nextInt(400) - 50);
        Instant placedAt = instant(placed);
        LocalDate until = chance(2) ? null : placed.plusDays(random.nextInt(300));
        Instant released = chance(2) ? null : placedAt.plus(Duration.ofHours(random.nextInt(5000)));
        LocalDate review = chance(3) ? placed.plusDays(random.nextInt(365)) : null;
        return new Hold(
                "H-" + random.nextInt(1000), pick(List.of(HoldType.values())), placedAt, until, released, review);
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private Facts facts(LocalDate base) {
        Facts.Circumstances c = circumstances(base);
        switch (pick(CategoryIds.ALL).id()) {
            case "call-recordings":
                Integer target = chance(5) ? null : 3 + random.nextInt(26);
                boolean orphan = chance(8);
                return new Facts.Call(
                        c,
                        CategoryIds.CALL_RECORDINGS,
                        orphan ? null : event(base),
                        target,
                        orphan ? event(base) : null);
            case "chat-logs":
                return new Facts.Chat(c, CategoryIds.CHAT_LOGS, event(base), event(base.plusDays(random.nextInt(5))));
            case "ip-logs":
                Instant oldest = event(base);
                return new Facts.AccessLog(c, CategoryIds.IP_LOGS, oldest, oldest);
            case "ip-log-files":
                return new Facts.AccessLog(
                        c, CategoryIds.IP_LOG_FILES, event(base), event(base.plusDays(random.nextInt(3))));
            case "email-traffic":
                return new Facts.Traffic(
                        c, CategoryIds.EMAIL_TRAFFIC, claims(base), chance(2) ? base : null, disputes(base));
            case "traffic-data":
                return new Facts.Traffic(
                        c, CategoryIds.TRAFFIC_DATA, claims(base), chance(2) ? base : null, disputes(base));
            case "user-data":
                return new Facts.User(
                        c, CategoryIds.USER_DATA, contracts(base), chance(8), chance(3) ? null : random.nextBoolean());
            case "credentials":
                return new Facts.Credentials(c, CategoryIds.CREDENTIALS, contracts(base));
            case "fraud-addresses":
                LocalDate review = chance(4) ? null : base.plusDays(random.nextInt(180));
                Facts.Block block = pick(List.of(Facts.Block.values()));
                return new Facts.Fraud(
                        c,
                        CategoryIds.FRAUD_ADDRESSES,
                        block,
                        review,
                        chance(2) ? base : null,
                        block == Facts.Block.LIFTED ? event(base) : null);
            case "newsletter":
                return new Facts.Consent(
                        c, CategoryIds.NEWSLETTER, List.of(new Facts.Given(event(base.minusDays(100)), event(base))));
            case "marketing-traffic":
                return new Facts.Consent(
                        c,
                        CategoryIds.MARKETING_TRAFFIC,
                        IntStream.range(0, random.nextInt(3))
                                .mapToObj(i -> new Facts.Given(
                                        event(base.minusDays(100)), event(base.plusDays(random.nextInt(9)))))
                                .toList());
            case "invoices":
                return new Facts.Invoice(c, CategoryIds.INVOICES, claims(base));
            case "leads":
                return new Facts.Collected(c, CategoryIds.LEADS, event(base));
            default:
                return new Facts.Collected(c, CategoryIds.WEB_VISITS, event(base));
        }
    }

    private Facts.Circumstances circumstances(LocalDate base) {
        Bookkeeping.Extent extent = chance(3) ? pick(List.of(Bookkeeping.Extent.values())) : Bookkeeping.Extent.NONE;
        List<LocalDate> ends = IntStream.range(0, random.nextInt(3))
                .mapToObj(i ->
                        base.plusMonths(random.nextInt(24)).withDayOfMonth(1).minusDays(1))
                .toList();
        boolean reduced = extent == Bookkeeping.Extent.FIELDS && chance(3);
        ErasureRequest request = chance(12) ? new ErasureRequest(base, base.plusDays(random.nextInt(20))) : null;
        return new Facts.Circumstances(
                chance(40), null, new Bookkeeping(extent, ends, List.of(), List.of()), reduced, request);
    }

    private List<Facts.Claim> claims(LocalDate base) {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> {
                    ClaimStatus status = pick(List.of(ClaimStatus.values()));
                    LocalDate issued = chance(4) ? null : base.minusDays(random.nextInt(60) - 10);
                    LocalDate settled = status.settled() && !chance(10) ? base : null;
                    LocalDate interrupted = chance(5) ? base.plusDays(random.nextInt(600)) : null;
                    return new Facts.Claim(status, issued, settled, interrupted, chance(10), chance(4));
                })
                .toList();
    }

    private List<Facts.Dispute> disputes(LocalDate base) {
        List<Facts.Dispute> disputes = new ArrayList<>();
        while (disputes.size() < 3 && chance(3)) {
            Instant opened = instant(base.plusDays(random.nextInt(200)));
            disputes.add(new Facts.Dispute(
                    chance(4), opened, chance(3) ? null : opened.plus(Duration.ofDays(random.nextInt(90)))));
        }
        return disputes;
    }

    private List<Facts.Contract> contracts(LocalDate base) {
        List<Facts.Contract> contracts = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            LocalDate end = base.minusDays(i * 100L);
            LocalDate start = end.minusDays(chance(20) ? -5 : random.nextInt(900));
            String status =
                    pick(List.of("", "", "SIGNED", "PENDING", "ANNAT", "CANCELLED", "TERMINATED", "TERMINATED"));
            contracts.add(new Facts.Contract(start, chance(8) ? null : end, status.isEmpty() ? null : status));
        }
        return contracts;
    }

    private @Nullable Instant event(LocalDate day) {
        return chance(20) ? null : instant(day);
    }

    private Instant instant(LocalDate day) {
        return SwedishCalendar.startOfDay(day).plusSeconds(random.nextInt(23 * 3600));
    }

    private LocalDate day() {
        return chance(2) ? pick(AWKWARD) : LocalDate.of(2022, 1, 1).plusDays(random.nextInt(1800));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
