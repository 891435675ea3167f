package se.partnersec.gallra.planning.holding;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.LabelledText;

/** Answers in one sentence whether something is kept, until when, and by which section of which law. */
final class HoldStatusSentence {
    /** Without an end first, then the latest: that one decides. */
    private static final Comparator<PlacedHold> LONGEST = Comparator.comparing(
            (PlacedHold placed) -> placed.hold().until(), Comparator.nullsLast(Comparator.naturalOrder()));

    private static final int PARTS = 3;

    private final LabelledText page;
    private final HoldWords words;

    HoldStatusSentence(Locale locale) {
        page = new LabelledText("planning", locale);
        words = new HoldWords(page);
    }

    String sentence(HoldStatus it) {
        HoldStatus.Own own = it.own();
        if (own != null) {
            return own(it, own);
        }
        String what = words.asked(it);
        PlacedHold hold = it.active().stream().max(LONGEST).orElse(null);
        if (!it.known() && hold == null) {
            return say("status.nobody-no") + " " + what + " " + say("status.known-here");
        }
        if (hold != null && it.scope().kind() == ScopeType.RECORD) {
            // No such record was read, so no hold is said to keep it.
            return say("status.hold-on-no-such", hold.hold().id(), what);
        }
        String part = parts(it, hold);
        String books = books(it);
        String and = say("status.and") + " ";
        if (hold != null) {
            return say("status.what-belongs") + " " + what + " " + say("status.kept") + " "
                    + words.duration(hold.hold()) + ", " + words.ground(hold)
                    + (part.isEmpty() ? "" : and + part)
                    + (books.isEmpty() ? "" : and + books) + "."
                    + (hold.hold().until() == null ? "" : " " + say("status.not-looked-at"));
        }
        return part.isEmpty() && books.isEmpty()
                ? nothing(it, what)
                : say("status.part-kept", what, part + (part.isEmpty() || books.isEmpty() ? "" : and) + books) + " "
                        + say("status.not-looked-at");
    }

    /** Holds on parts of it that end later than its own hold: the three that end last, and the number of others. */
    private String parts(HoldStatus it, @Nullable PlacedHold own) {
        List<PlacedHold> longer = it.reaching().keySet().stream()
                .filter(each -> own == null || LONGEST.compare(each, own) > 0)
                .sorted(LONGEST.reversed())
                .toList();
        List<String> parts = new ArrayList<>();
        longer.stream()
                .limit(PARTS)
                .forEach(each -> parts.add(part(it.reaching().getOrDefault(each, 0L), each)));
        if (longer.size() > PARTS) {
            parts.add(say("status.more-holds", longer.size() - PARTS));
        }
        return String.join("; ", parts);
    }

    /** What a hold on something else keeps of it. */
    private String part(long records, PlacedHold hold) {
        return say(records == 1 ? "status.record" : "status.records", records) + " "
                + words.duration(hold.hold()) + ", " + words.ground(hold) + say("status.on") + " "
                + words.kind(hold.scope()) + words.shown(hold.scope());
    }

    /** Says no more than was looked at: of a person's or an invoice's records only those in the books are read one by one. */
    private String nothing(HoldStatus it, String what) {
        return switch (it.scope().kind()) {
            case OBJECT -> say("status.no-hold-object-no");
            case RECORD -> say("status.no-hold-no-such", what);
            default -> say("status.no-hold-or-whole", what);
        };
    }

    /** What the Bookkeeping Act keeps of it, as a part of a sentence; empty if nothing. */
    private String books(HoldStatus it) {
        long records = it.books().stream().mapToLong(HoldStatus.Books::records).sum();
        long undated = it.books().stream().mapToLong(HoldStatus.Books::undated).sum();
        HoldStatus.Books latest = it.books().stream()
                .filter(each -> each.lastDay() != null && each.records() > 0)
                .max(Comparator.comparing(HoldStatus.Books::lastDay, Comparator.nullsFirst(Comparator.naturalOrder())))
                .orElse(null);
        HoldStatus.Booking booking = it.booking();
        LocalDate today = SwedishCalendar.localDate(it.at());
        if (records == 0 && booking != null && (booking.lastDay() == null || !today.isAfter(booking.lastDay()))) {
            return say("status.booked") + " " + booking.bookedOn() + ", " + law(booking.lastDay(), null);
        }
        if (records == 0) {
            return "";
        }
        String text = say(records == 1 ? "status.record" : "status.records", records);
        if (latest == null) {
            return text + " " + law(null, null);
        }
        String dated = say("status.longest") + " " + law(latest.lastDay(), latest.year());
        return undated == 0
                ? text + " " + dated
                : text + say("status.of-which", undated) + " " + law(null, null) + "; " + say("status.others") + " "
                        + dated;
    }

    /** Until when, and by which section. */
    private String law(@Nullable LocalDate lastDay, @Nullable FiscalYear year) {
        if (lastDay == null) {
            return say("status.until-fiscal-year-entered");
        }
        return say("status.until-end") + " "
                + lastDay
                + " " + say("status.bookkeeping-act-bfl-7")
                + (year == null ? "" : " " + say("status.fiscal-year") + " " + year.start() + ".." + year.end() + ")");
    }

    /** Of a record the rules have the last word: the same that a run would hear. */
    private String own(HoldStatus it, HoldStatus.Own own) {
        String what = capital(words.asked(it));
        Verdict verdict = own.verdict();
        String also = also(it, own);
        return switch (verdict.decision()) {
            case RETAIN -> what + " " + say("status.kept") + " " + retained(own) + also + ".";
            case BLOCKED_REVIEW ->
                what + " " + say("status.kept") + " "
                        + (verdict.reason().equals("NO_FISCAL_YEAR")
                                ? law(null, null)
                                : say("status.until-somebody-has-looked") + " gallra explain "
                                        + own.category().id() + ":" + own.key())
                        + also + ".";
            case ANONYMISE ->
                what
                        + " " + say("status.reduced-what-books-need") + " "
                        + law(own.lawEnd(), own.year()) + early(own) + ".";
            case ERASE -> what + " " + say("status.kept-no-longer-may") + " " + verdict.due() + early(own) + ".";
            case NOOP -> what + " " + say("status.erased-already");
        };
    }

    private String retained(HoldStatus.Own own) {
        Verdict.Because first = own.verdict().because().isEmpty()
                ? null
                : own.verdict().because().get(0);
        if (first == null) {
            return say("status.always-processed-customer") + " " + say("status.gdpr-art-28");
        }
        String until = first.until() == null ? "" : say("status.until-end") + " " + first.until() + ", ";
        return switch (first.kind()) {
            case HOLD ->
                own.holds().stream()
                        .filter(hold -> hold.hold().id().equals(first.holdId()))
                        .map(hold -> words.duration(hold.hold()) + ", " + words.ground(hold))
                        .findFirst()
                        .orElse(until + first.holdId());
            case BOOKKEEPING ->
                first.until() != null && first.until().equals(own.lawEnd())
                        ? law(own.lawEnd(), own.year())
                        : until.replaceAll(", $", "") + early(own) + withoutPermit(own);
            case OPEN_CLAIM -> claim(first);
            case ACTIVE -> say("status.while-its-reason-stands") + " " + active(first);
            case PERIOD -> until + say("status.while-policy-period-runs");
            case REFERENCE -> say("status.something-refers");
        };
    }

    private String claim(Verdict.Because because) {
        return say("status.while-claim-not-settled")
                + (because.until() == null ? "" : say("status.longest-until-time-barred") + " " + because.until());
    }

    private String active(Verdict.Because because) {
        return switch (because.code()) {
            case "ACTIVE_CONTRACT" -> say("status.customer-has-contract");
            case "ACTIVE_CONSENT" -> say("status.consent-stands");
            case "ACTIVE_BLOCK" -> say("status.address-blocked");
            default -> say("status.policy-names-no-time");
        };
    }

    /** Open claim and last day of the Bookkeeping Act, as an addition to another reason that decides; empty where there is none. */
    private String also(HoldStatus it, HoldStatus.Own own) {
        List<Verdict.Because> because = own.verdict().because();
        boolean told = !because.isEmpty() && because.get(0).kind() == Verdict.ReasonClass.BOOKKEEPING
                || own.verdict().decision() == Verdict.Decision.BLOCKED_REVIEW && own.lawEnd() == null;
        LocalDate law = own.lawEnd();
        String claims = because.stream()
                .skip(1)
                .filter(each -> each.kind() == Verdict.ReasonClass.OPEN_CLAIM)
                .map(each -> say("status.and") + " " + claim(each))
                .collect(Collectors.joining());
        return claims
                + (told || law == null || SwedishCalendar.localDate(it.at()).isAfter(law)
                        ? ""
                        : say("status.and") + " " + law(law, own.year()) + early(own));
    }

    private String withoutPermit(HoldStatus.Own own) {
        return own.permit() == null || own.lawEnd() == null
                ? ""
                : say("status.without-permit") + " " + law(own.lawEnd(), own.year());
    }

    private String early(HoldStatus.Own own) {
        DestructionPermit permit = own.permit();
        return permit == null
                ? ""
                : say("status.skatteverket-permit") + " " + permit.reference() + " ("
                        + permit.id()
                        + say("status.lets-destroyed-from") + " " + permit.allowedFrom()
                        + " " + say("status.bfl-7-kap-7");
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private String say(String key, @Nullable Object... args) {
        return page.say(key, args);
    }
}
