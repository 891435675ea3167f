package se.partnersec.gallra.planning.holding;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.LabelledText;

/** Answers in one sentence whether something is kept, until when, and by which section of which law. */
final class HoldStatusSentence {
    /** Without an end first, then the latest: that one decides. */
    private static final Comparator<PlacedHold> LONGEST = Comparator.comparing(
            (PlacedHold placed) -> placed.hold().until(), Comparator.nullsLast(Comparator.naturalOrder()));

    private final LabelledText page;
    private final HoldWords words;

    HoldStatusSentence(Locale locale) {
        page = new LabelledText(locale);
        words = new HoldWords(page);
    }

    String sentence(HoldStatus it) {
        HoldStatus.Own own = it.own();
        if (own != null) {
            return own(it, own);
        }
        String what = words.kind(it.scope()) + words.shown(it.scope());
        PlacedHold hold = it.active().stream().max(LONGEST).orElse(null);
        PlacedHold reaching = it.reaching().keySet().stream().max(LONGEST).orElse(null);
        if (!it.known() && hold == null) {
            return say("Ingen ", "Nobody: no ") + what + say(" är känd här.", " is known here.");
        }
        String part = reaching == null || (hold != null && LONGEST.compare(hold, reaching) >= 0)
                ? ""
                : part(it.reaching().getOrDefault(reaching, 0L), reaching);
        String books = books(it);
        String and = say("; och ", "; and ");
        if (hold != null) {
            return say("Det som hör till ", "What belongs to ") + what + say(" BEHÅLLS ", " is KEPT ")
                    + words.duration(hold.hold()) + ", " + words.ground(hold)
                    + (part.isEmpty() ? "" : and + part)
                    + (books.isEmpty() ? "" : and + books) + ".";
        }
        return part.isEmpty() && books.isEmpty()
                ? nothing(it, what)
                : say("Av det som hör till ", "Of what belongs to ") + what + say(" BEHÅLLS ", " are KEPT ") + part
                        + (part.isEmpty() || books.isEmpty() ? "" : and) + books + ".";
    }

    /** What a hold on something else keeps of it. */
    private String part(long records, PlacedHold hold) {
        return records + say(records == 1 ? " post " : " poster ", records == 1 ? " record " : " records ")
                + words.duration(hold.hold()) + ", " + words.ground(hold) + say(", på ", ", on ")
                + words.kind(hold.scope()) + words.shown(hold.scope());
    }

    /** Says no more than was looked at: of a person's or an invoice's records only those in the books are read one by one. */
    private String nothing(HoldStatus it, String what) {
        return switch (it.scope().kind()) {
            case OBJECT ->
                say(
                        "Ingen spärr ligger på objektet, och ingen post som kan läsas här pekar på det.",
                        "No hold is on the object, and no record that can be read here points at it.");
            case RECORD ->
                say(
                        "Ingen spärr ligger på " + what + ", och ingen sådan post kan läsas här.",
                        "No hold is on " + what + ", and no such record can be read here.");
            default ->
                say(
                        "Ingen spärr på " + what
                                + " eller på en hel kategori, och inte bokföringslagen, behåller det som"
                                + " hör dit; spärrar på enstaka poster, objekt eller andra berörda visar gallra explain post"
                                + " för post.",
                        "No hold on " + what
                                + " or on a whole category, and not the Bookkeeping Act, keeps what belongs to"
                                + " it; holds on single records, objects or others concerned gallra explain shows record by"
                                + " record.");
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
            return say("den, bokförd ", "it, booked ") + booking.bookedOn() + ", " + law(booking.lastDay(), null);
        }
        if (records == 0) {
            return "";
        }
        String text = records + say(records == 1 ? " post " : " poster ", records == 1 ? " record " : " records ");
        String dated = latest == null ? "" : say("längst ", "at the longest ") + law(latest.lastDay(), latest.year());
        String rest = undated == 0 ? "" : undated + say(" av dem ", " of them ") + law(null, null);
        return text + dated + (dated.isEmpty() || rest.isEmpty() ? "" : "; ") + rest;
    }

    /** Until when, and by which section. */
    private String law(@Nullable LocalDate lastDay, @Nullable FiscalYear year) {
        if (lastDay == null) {
            return say(
                    "tills räkenskapsåret är inlagt (bokföringslagen 7 kap. 2 §)",
                    "until the fiscal year is entered (Bookkeeping Act, BFL 7 kap. 2 §)");
        }
        return say("till och med ", "until the end of ")
                + lastDay
                + say(" enligt bokföringslagen 7 kap. 2 §", " by the Bookkeeping Act, BFL 7 kap. 2 §")
                + (year == null
                        ? ""
                        : say(" (räkenskapsår ", " (fiscal year ") + year.start() + ".." + year.end() + ")");
    }

    /** Of a record the rules have the last word: the same that a run would hear. */
    private String own(HoldStatus it, HoldStatus.Own own) {
        String what = capital(words.kind(it.scope()) + words.shown(it.scope()));
        Verdict verdict = own.verdict();
        String also = also(it, own);
        return switch (verdict.decision()) {
            case RETAIN -> what + say(" BEHÅLLS ", " is KEPT ") + retained(own) + also + ".";
            case BLOCKED_REVIEW ->
                what + say(" BEHÅLLS ", " is KEPT ")
                        + (verdict.reason().equals("NO_FISCAL_YEAR")
                                ? law(null, null)
                                : say("tills någon har tittat på den: ", "until somebody has looked at it: ")
                                        + "gallra explain " + own.category().id() + ":" + own.key())
                        + also + ".";
            case ANONYMISE ->
                what
                        + say(
                                " reduceras till det bokföringen behöver, som BEHÅLLS ",
                                " is reduced to what the books need, which is KEPT ")
                        + law(own.lawEnd(), own.year()) + early(own) + ".";
            case ERASE ->
                what
                        + say(" behålls inte längre: den får raderas sedan ", " is kept no longer: it may go since ")
                        + verdict.due() + early(own) + ".";
            case NOOP -> what + say(" är redan raderad.", " is erased already.");
        };
    }

    private String retained(HoldStatus.Own own) {
        Verdict.Because first = own.verdict().because().isEmpty()
                ? null
                : own.verdict().because().get(0);
        if (first == null) {
            return say("alltid: den behandlas på uppdrag av en kund", "always: it is processed for a customer")
                    + say(" (dataskyddsförordningen artikel 28)", " (GDPR Art. 28)");
        }
        String until = first.until() == null ? "" : say("till och med ", "until the end of ") + first.until() + ", ";
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
                        : until.replaceAll(", $", "") + early(own);
            case OPEN_CLAIM ->
                say("medan fordran är oreglerad", "while the claim is not settled")
                        + (first.until() == null
                                ? ""
                                : say(", längst till preskriptionen ", ", at the longest until it is time-barred ")
                                        + first.until());
            case ACTIVE -> say("medan det som motiverar den gäller: ", "while its reason stands: ") + active(first);
            case PERIOD -> until + say("medan policyns lagringstid löper", "while the policy's period runs");
        };
    }

    private String active(Verdict.Because because) {
        return switch (because.code()) {
            case "ACTIVE_CONTRACT" -> say("kunden har ett avtal", "the customer has a contract");
            case "ACTIVE_CONSENT" -> say("samtycket gäller", "the consent stands");
            case "ACTIVE_BLOCK" -> say("adressen är blockerad", "the address is blocked");
            default -> say("policyn anger ingen tid", "the policy names no time");
        };
    }

    /** Where something else decides, the Act's own last day is told all the same: finance asks for it. */
    private String also(HoldStatus it, HoldStatus.Own own) {
        List<Verdict.Because> because = own.verdict().because();
        boolean told = !because.isEmpty() && because.get(0).kind() == Verdict.ReasonClass.BOOKKEEPING
                || own.verdict().decision() == Verdict.Decision.BLOCKED_REVIEW && own.lawEnd() == null;
        LocalDate law = own.lawEnd();
        return told || law == null || SwedishCalendar.localDate(it.at()).isAfter(law)
                ? ""
                : say("; och ", "; and ") + law(law, own.year()) + early(own);
    }

    private String early(HoldStatus.Own own) {
        DestructionPermit permit = own.permit();
        return permit == null
                ? ""
                : say("; Skatteverkets tillstånd ", "; Skatteverket's permit ") + permit.reference() + " ("
                        + permit.id()
                        + say(") låter den förstöras från ", ") lets it be destroyed from ") + permit.allowedFrom()
                        + say(" (bokföringslagen 7 kap. 7 §)", " (BFL 7 kap. 7 §)");
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private String say(String sv, String en) {
        return page.say(sv, en);
    }
}
