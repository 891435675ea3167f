package se.partnersec.gallra.planning.holding;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.LabelledText;

/** Says what a hold covers, and what holds there are, to the people who place them. */
final class HoldText {
    private static final String LAW_SV =
            ", eftersom bokföringslagen 7 kap. 2 § kräver att räkenskapsinformation bevaras till och med det sjunde året"
                    + " efter utgången av det kalenderår då räkenskapsåret avslutades.";
    private static final String LAW_EN =
            ", because Bokföringslagen 7 kap. 2 § requires that accounting information is kept through the seventh year"
                    + " after the calendar year in which the fiscal year ended.";

    private static final int NAMED = 20;

    private final LabelledText page;
    private final HoldWords words;
    private final Locale locale;

    HoldText(Locale locale) {
        this.locale = locale;
        page = new LabelledText(locale);
        words = new HoldWords(page);
    }

    String receipt(HoldReceipt receipt) {
        page.heading(line(receipt.hold()));
        receipt.warnings()
                .forEach(w -> page.line(
                        say("Varning", "Warning"), warning(w, receipt.hold().scope())));
        for (HoldReceipt.Coverage each : receipt.coverage()) {
            String text = say(each.kept() + " finns kvar och behålls", each.kept() + " still there and kept");
            if (each.emptied() > 0) {
                text += say(
                        "; av " + each.emptied() + " till är innehållet redan borta: raden behålls",
                        "; of " + each.emptied() + " more the content is already gone: the row is kept");
            }
            if (each.inFlight() > 0) {
                text += say(
                        "; " + each.inFlight()
                                + " under radering: det som finns kvar behålls, annat kan redan vara borta",
                        "; " + each.inFlight()
                                + " in flight: what is left is kept, something of it may be gone already");
            }
            Long erased = each.erased();
            if (erased == null) {
                text += say(
                        "; om några raderats tidigare vet liggaren inte",
                        "; the ledger cannot tell if any went before");
            } else if (erased > 0) {
                text += say(
                        "; " + erased + " raderades innan spärren lades",
                        "; " + erased + " erased before the hold came");
            }
            page.line(say("Omfattar", "Covers"), each.category().id() + ": " + text);
        }
        return page.toString();
    }

    /** Why a hold is not placed on what nobody has, and how it is all the same. */
    String unknown(HoldScope scope) {
        String why = switch (scope.kind()) {
            case RECORD -> warning(HoldReceipt.Warning.UNKNOWN_RECORD, scope);
            case CATEGORY ->
                say(
                        "sources.yml mappar ingen kategori '" + scope.text() + "'.",
                        "sources.yml maps no category '" + scope.text() + "'.");
            default -> nobody(scope) + ".";
        };
        return why
                + say(
                        " Ingenting har lagts in. Rätta stavningen, eller lägg spärren ändå: --allow-unknown",
                        " Nothing was placed. Check the spelling, or place the hold all the same: --allow-unknown");
    }

    private String nobody(HoldScope scope) {
        return say(
                "ingen " + words.kind(scope) + " har nyckeln eller namnet '" + scope.text() + "'",
                "no " + words.kind(scope) + " has the key or name '" + scope.text() + "'");
    }

    private String warning(HoldReceipt.Warning warning, HoldScope scope) {
        String kind = words.kind(scope);
        return switch (warning) {
            case UNKNOWN_KEY ->
                nobody(scope)
                        + say(
                                ". Spärren gäller; kontrollera att det är rätt skrivet.",
                                ". The hold stands; check the spelling.");
            case NOT_MAPPED ->
                say(
                        "sources.yml säger inte var " + kind + " finns, så andra namn på den är okända.",
                        "sources.yml does not map " + kind + ", so other names of it are not known.");
            case UNKNOWN_RECORD ->
                say(
                        "det finns ingen post '" + scope.text()
                                + "', och liggaren har inte sett någon. Skriv KATEGORI:NYCKEL, till exempel"
                                + " chat-logs:17.",
                        "there is no record '" + scope.text()
                                + "', and the ledger has not seen one. Write CATEGORY:KEY, such as chat-logs:17.");
            case REACHES_NOTHING ->
                say(
                        "spärren når ingen mappad kategori; kontrollera dess omfattning.",
                        "the hold reaches no mapped category; check its scope.");
        };
    }

    String found(HoldStatus it) {
        page.heading(words.kind(it.scope()) + words.shown(it.scope()));
        page.line(say("Svar", "Answer"), it.sentence(locale));
        if (!it.known()) {
            page.line(
                    say("Okänd", "Unknown"),
                    say("ingen har denna nyckel eller detta namn", "nobody has this key or name"));
        }
        it.holds().forEach(hold -> page.line(say("Spärr", "Hold"), line(hold) + state(hold, it)));
        if (it.holds().isEmpty()) {
            page.line(say("Spärr", "Hold"), say("ingen", "none"));
        }
        it.reaching().entrySet().stream()
                .limit(NAMED)
                .forEach(each -> page.line(
                        say("Når den", "Reaches it"),
                        line(each.getKey()) + say("; poster: ", "; records: ") + each.getValue()));
        if (it.reaching().size() > NAMED) {
            page.line(
                    say("Når den", "Reaches it"),
                    say(
                            "och " + (it.reaching().size() - NAMED) + " till",
                            "and " + (it.reaching().size() - NAMED) + " more"));
        }
        it.books().forEach(this::books);
        HoldStatus.Booking booking = it.booking();
        if (booking != null) {
            kept(
                    say("bokförd ", "booked ") + booking.bookedOn() + ". ",
                    booking.lastDay(),
                    SwedishCalendar.localDate(it.at()));
        }
        return page.toString();
    }

    private void books(HoldStatus.Books books) {
        String what = say(
                books.records() + " poster i " + books.category().id() + " är räkenskapsinformation. ",
                books.records() + " records of " + books.category().id() + " are accounting information. ");
        if (books.lastDay() != null && books.records() > 0) {
            kept(what, books.lastDay(), LocalDate.MIN);
            what = "";
        }
        if (books.early() > 0) {
            page.line(
                    say("Tillstånd", "Permit"),
                    say(
                            books.early() + " poster i " + books.category().id() + " får förstöras i förtid"
                                    + " (bokföringslagen 7 kap. 7 §).",
                            books.early() + " records of " + books.category().id()
                                    + " may be destroyed early (Bookkeeping Act, BFL 7 kap. 7 §)."));
        }
        books.permits().stream()
                .limit(NAMED)
                .forEach(permit -> page.line(say("Tillstånd", "Permit"), words.permit(permit)));
        if (books.undated() > 0) {
            page.line(
                    say("Bokföring", "Books"),
                    what
                            + say(
                                    "För " + books.undated() + " av dem är räkenskapsåret okänt: de BEHÅLLS tills det"
                                            + " är inlagt.",
                                    "Of " + books.undated() + " the fiscal year is not known: they are KEPT until it is"
                                            + " entered."));
        }
    }

    private void kept(String what, @Nullable LocalDate lastDay, LocalDate today) {
        String text;
        if (lastDay == null) {
            text = say(
                    "BEHÅLLS: räkenskapsåret är okänt, lägg in det.", "KEPT: its fiscal year is not known; enter it.");
        } else if (today.isAfter(lastDay)) {
            text = say(
                    "Bokföringslagen krävde den till och med " + lastDay + ".",
                    "The Bookkeeping Act required it until " + lastDay + ".");
        } else {
            text = say("BEHÅLLS till och med " + lastDay + LAW_SV, "KEPT until " + lastDay + LAW_EN);
        }
        page.line(say("Bokföring", "Books"), what + text);
    }

    private String line(PlacedHold placed) {
        Hold hold = placed.hold();
        String end = words.duration(hold);
        String only = placed.category() == null
                ? ""
                : say(", bara ", ", only ") + placed.category().id();
        return hold.id() + " " + hold.type() + say(" på ", " on ") + words.kind(placed.scope())
                + words.shown(placed.scope()) + only + ", " + end;
    }

    private String state(PlacedHold placed, HoldStatus it) {
        Hold hold = placed.hold();
        String placedBy = say(", lagd ", ", placed ")
                + SwedishCalendar.localDate(hold.placedAt())
                + say(" av ", " by ")
                + placed.placedBy();
        if (hold.releasedAt() != null) {
            return placedBy
                    + say("; SLÄPPT ", "; RELEASED ")
                    + SwedishCalendar.localDate(hold.releasedAt())
                    + say(" av ", " by ")
                    + placed.releasedBy();
        }
        return placedBy + (hold.activeAt(it.at()) ? "" : say("; SLUT", "; ENDED"));
    }

    private String say(String sv, String en) {
        return page.say(sv, en);
    }
}
