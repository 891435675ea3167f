package se.partnersec.gallra.planning.holding;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.wording.LabelledText;

/** Words for holds, what they are on, and the law they rest on. */
public final class HoldWords {
    private final LabelledText page;

    /** @param page of the module planning, in the language of the reader */
    public HoldWords(LabelledText page) {
        this.page = page;
    }

    /** The kind of scope in words, such as "customer". */
    public String kind(HoldScope scope) {
        return switch (scope.kind()) {
            case RECORD -> say("words.record");
            case USER -> say("words.user");
            case CUSTOMER -> say("words.customer");
            case INVOICE -> say("words.invoice");
            case OBJECT -> say("words.object");
            case CATEGORY -> say("words.category");
        };
    }

    /** Keys of objects may hold names and numbers of people, and are not for screens. */
    String shown(HoldScope scope) {
        return scope.kind() == ScopeType.OBJECT ? "" : " " + scope.text();
    }

    /** Kind and name that were asked for, with the number of the invoice or customer where that is another name. */
    String asked(HoldStatus status) {
        String number = status.number();
        return kind(status.scope()) + shown(status.scope()) + (number == null ? "" : " (" + number + ")");
    }

    String duration(Hold hold) {
        return hold.until() != null
                ? say("words.until-end") + " " + hold.until()
                : say("words.without-end-reviewed") + " " + hold.reviewBy();
    }

    /** The hold, its kind, its reach and the law: what whoever placed it said, or else what such a hold rests on. */
    String ground(PlacedHold placed) {
        String law = placed.legalBasis() == null ? law(placed.hold().type()) : placed.legalBasis();
        String only = placed.category() == null
                ? ""
                : say("words.only") + " " + placed.category().id();
        return say("words.hold") + " " + placed.hold().id() + " "
                + type(placed.hold().type()) + only + " (" + law + ")";
    }

    /** Type of the hold, such as "legal claim". */
    public String type(HoldType type) {
        return switch (type) {
            case LEGAL_CLAIM -> say("words.legal-claim");
            case DISPUTE -> say("words.dispute");
            case RESTRICTION -> say("words.restriction");
            case TAX_AUDIT -> say("words.tax-audit");
            case AUTHORITY_ORDER -> say("words.authority-order");
            case SECURITY_INCIDENT -> say("words.security-incident");
        };
    }

    private String law(HoldType type) {
        return switch (type) {
            case LEGAL_CLAIM, DISPUTE -> say("words.needed-for-claim");
            case RESTRICTION -> say("words.gdpr-art-18");
            case TAX_AUDIT, AUTHORITY_ORDER -> say("words.needed-by-law");
            case SECURITY_INCIDENT -> say("words.gdpr-art-32");
        };
    }

    /** What a permit to destroy early does, or why it does nothing. */
    String permit(DestructionPermit permit) {
        String head = permit.id() + say("words.skatteverket") + " " + permit.reference() + ": ";
        if (permit.withdrawn()) {
            return head + say("words.withdrawn-without-effect");
        }
        return head
                + (permit.stands()
                        ? say("words.may-destroyed-from") + " "
                                + permit.allowedFrom()
                                + " " + say("words.bookkeeping-act-bfl-7")
                        : say("words.waits-approval-without-effect"));
    }

    private String say(String key, @Nullable Object... args) {
        return page.say(key, args);
    }
}
