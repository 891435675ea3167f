package se.partnersec.gallra.planning.holding;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.LabelledText;

/** Says what a hold covers, and what holds there are, to the people who place them. */
final class HoldText {
    private static final int NAMED = 20;

    private final LabelledText page;
    private final HoldWords words;
    private final Locale locale;

    HoldText(Locale locale) {
        this.locale = locale;
        page = new LabelledText("planning", locale);
        words = new HoldWords(page);
    }

    String receipt(HoldReceipt receipt) {
        page.heading(line(receipt.hold()));
        receipt.warnings()
                .forEach(w ->
                        page.line(say("hold.warning"), warning(w, receipt.hold().scope())));
        for (HoldReceipt.Coverage each : receipt.coverage()) {
            String text = say("hold.still-there-kept", each.kept());
            if (each.emptied() > 0) {
                text += say("hold.more-content-already-gone", each.emptied());
            }
            if (each.inFlight() > 0) {
                text += say("hold.flight-what-left-kept", each.inFlight());
            }
            Long erased = each.erased();
            if (erased == null) {
                text += say("hold.ledger-cannot-tell-if");
            } else if (erased > 0) {
                text += say("hold.erased-before-hold-came", erased);
            }
            page.line(say("hold.covers"), each.category().id() + ": " + text);
        }
        return page.toString();
    }

    /** Why a hold is not placed on what nobody has, and how it is all the same. */
    String unknown(HoldScope scope) {
        String why = switch (scope.kind()) {
            case RECORD -> warning(HoldReceipt.Warning.UNKNOWN_RECORD, scope);
            case CATEGORY -> say("hold.sources-yml-maps-no", scope.text());
            default -> nobody(scope) + ".";
        };
        return why + " " + say("hold.nothing-placed-check-spelling");
    }

    private String nobody(HoldScope scope) {
        return say("hold.no-has-key-or", words.kind(scope), scope.text());
    }

    private String warning(HoldReceipt.Warning warning, HoldScope scope) {
        String kind = words.kind(scope);
        return switch (warning) {
            case UNKNOWN_KEY -> nobody(scope) + say("hold.hold-stands-check-spelling");
            case NOT_MAPPED -> say("hold.sources-yml-does-not", kind);
            case UNKNOWN_RECORD -> say("hold.there-no-record-ledger", scope.text());
            case OTHER_TAG_KEY -> say("hold.other-tag-key", scope.text());
            case REACHES_NOTHING -> say("hold.hold-reaches-no-mapped");
        };
    }

    String found(HoldStatus it) {
        page.heading(words.asked(it));
        page.line(say("hold.answer"), it.sentence(locale));
        if (!it.known()) {
            page.line(say("hold.unknown"), say("hold.nobody-has-key-or"));
        }
        HoldStatus.Own own = it.own();
        if (own != null && it.scope().kind() != ScopeType.RECORD) {
            page.line(say("hold.record"), own.category().id() + ":" + own.key());
        }
        it.holds().forEach(hold -> page.line(say("hold.hold"), line(hold) + state(hold, it)));
        if (it.holds().isEmpty()) {
            page.line(say("hold.hold"), say("hold.none"));
        }
        it.reaching().entrySet().stream()
                .limit(NAMED)
                .forEach(each -> page.line(
                        say("hold.reaches"), line(each.getKey()) + say("hold.records") + " " + each.getValue()));
        if (it.reaching().size() > NAMED) {
            page.line(say("hold.reaches"), say("hold.more", it.reaching().size() - NAMED));
        }
        it.books().forEach(this::books);
        HoldStatus.Booking booking = it.booking();
        if (booking != null) {
            kept(
                    say("hold.booked") + " " + booking.bookedOn() + ". ",
                    booking.lastDay(),
                    SwedishCalendar.localDate(it.at()),
                    false);
        }
        return page.toString();
    }

    private void books(HoldStatus.Books books) {
        String what = say(
                        books.records() == 1
                                ? "hold.record-accounting-information"
                                : "hold.records-accounting-information",
                        books.records(),
                        books.category().id())
                + " ";
        if (books.lastDay() != null && books.records() > 0) {
            kept(what, books.lastDay(), LocalDate.MIN, books.records() > 1);
            what = "";
        }
        if (books.early() > 0) {
            page.line(
                    say("hold.permit"),
                    say(
                            books.early() == 1 ? "hold.record-may-destroyed-early" : "hold.records-may-destroyed-early",
                            books.early(),
                            books.category().id()));
        }
        books.permits().stream().limit(NAMED).forEach(permit -> page.line(say("hold.permit"), words.permit(permit)));
        if (books.undated() > 0) {
            page.line(say("hold.books"), what + say("hold.fiscal-year-not-known", books.undated()));
        }
    }

    /** @param several whether others of them may be kept for a shorter time */
    private void kept(String what, @Nullable LocalDate lastDay, LocalDate today, boolean several) {
        String text;
        if (lastDay == null) {
            text = say("hold.kept-its-fiscal-year");
        } else if (today.isAfter(lastDay)) {
            text = say("hold.bookkeeping-act-required-until", lastDay);
        } else {
            text = say(several ? "hold.kept-last-until" : "hold.kept-until", lastDay);
        }
        page.line(say("hold.books"), what + text);
    }

    private String line(PlacedHold placed) {
        Hold hold = placed.hold();
        String end = words.duration(hold);
        String only = placed.category() == null
                ? ""
                : say("hold.only") + " " + placed.category().id();
        return (hold.id().isEmpty() ? "" : hold.id() + " ") + words.type(hold.type()) + " " + say("hold.on") + " "
                + words.kind(placed.scope()) + words.shown(placed.scope()) + only + ", " + end;
    }

    private String state(PlacedHold placed, HoldStatus it) {
        Hold hold = placed.hold();
        String placedBy = say("hold.placed") + " "
                + SwedishCalendar.localDate(hold.placedAt())
                + " " + say("hold.by") + " "
                + placed.placedBy();
        if (hold.releasedAt() != null) {
            return placedBy
                    + say("hold.released") + " "
                    + SwedishCalendar.localDate(hold.releasedAt())
                    + " " + say("hold.by") + " "
                    + placed.releasedBy();
        }
        return placedBy + (hold.activeAt(it.at()) ? "" : say("hold.ended"));
    }

    private String say(String key, @Nullable Object... args) {
        return page.say(key, args);
    }
}
