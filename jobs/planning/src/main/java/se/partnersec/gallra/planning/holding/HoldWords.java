package se.partnersec.gallra.planning.holding;

import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.wording.LabelledText;

/** Words for holds, what they are on, and the law they rest on. */
final class HoldWords {
    private final LabelledText page;

    HoldWords(LabelledText page) {
        this.page = page;
    }

    String kind(HoldScope scope) {
        return switch (scope.kind()) {
            case RECORD -> say("post", "record");
            case USER -> say("användare", "user");
            case CUSTOMER -> say("kund", "customer");
            case INVOICE -> say("faktura", "invoice");
            case OBJECT -> say("objekt", "object");
            case CATEGORY -> say("kategori", "category");
        };
    }

    /** Keys of objects may hold names and numbers of people, and are not for screens. */
    String shown(HoldScope scope) {
        return scope.kind() == ScopeType.OBJECT ? "" : " " + scope.text();
    }

    String duration(Hold hold) {
        return hold.until() != null
                ? say("till och med ", "until the end of ") + hold.until()
                : say("utan slutdatum, omprövas senast ", "without an end, to be reviewed by ") + hold.reviewBy();
    }

    /** The hold, its kind, its reach and the law: what whoever placed it said, or else what such a hold rests on. */
    String ground(PlacedHold placed) {
        String law = placed.legalBasis() == null ? law(placed.hold().type()) : placed.legalBasis();
        String only = placed.category() == null
                ? ""
                : say(", bara ", ", only ") + placed.category().id();
        return say("spärr ", "hold ") + placed.hold().id() + " "
                + type(placed.hold().type()) + only + " (" + law + ")";
    }

    private String type(HoldType type) {
        return switch (type) {
            case LEGAL_CLAIM -> say("rättsligt anspråk", "legal claim");
            case DISPUTE -> say("tvist", "dispute");
            case RESTRICTION -> say("begränsning", "restriction");
            case TAX_AUDIT -> say("skatterevision", "tax audit");
            case AUTHORITY_ORDER -> say("föreläggande", "authority order");
            case SECURITY_INCIDENT -> say("säkerhetsincident", "security incident");
        };
    }

    private String law(HoldType type) {
        return switch (type) {
            case LEGAL_CLAIM, DISPUTE -> say("dataskyddsförordningen artikel 17.3 e", "GDPR Art. 17(3)(e)");
            case RESTRICTION -> say("dataskyddsförordningen artikel 18", "GDPR Art. 18");
            case TAX_AUDIT, AUTHORITY_ORDER -> say("dataskyddsförordningen artikel 17.3 b", "GDPR Art. 17(3)(b)");
            case SECURITY_INCIDENT -> say("dataskyddsförordningen artikel 32", "GDPR Art. 32");
        };
    }

    /** What a permit to destroy early does, or why it does nothing. */
    String permit(DestructionPermit permit) {
        String head = permit.id() + say(", Skatteverket ", ", Skatteverket's ") + permit.reference() + ": ";
        if (permit.withdrawn()) {
            return head + say("återkallat, har ingen verkan", "withdrawn, without effect");
        }
        return head
                + (permit.stands()
                        ? say("får förstöras från ", "may be destroyed from ")
                                + permit.allowedFrom()
                                + say(" (bokföringslagen 7 kap. 7 §)", " (Bookkeeping Act, BFL 7 kap. 7 §)")
                        : say("väntar på godkännande, har ingen verkan", "waits for approval, without effect"));
    }

    private String say(String sv, String en) {
        return page.say(sv, en);
    }
}
