package se.partnersec.gallra.requests.letter;

import se.partnersec.gallra.policy.wording.LabelledText;

/**
 * Why a record stays, in words for the person it is about, with the law. Nothing of a hold's own reason is told: it may be
 * about others, and of some orders nobody may speak.
 */
final class RefusalGrounds {
    private final LabelledText page;

    RefusalGrounds(LabelledText page) {
        this.page = page;
    }

    String of(String code) {
        return switch (code) {
            case "BOOKKEEPING", "REDUCE_TO_BOOKKEEPING" -> page.say("refusal.accounting-information-must-kept");
            case "OPEN_CLAIM" -> page.say("refusal.invoice-not-paid-data");
            case "UNBILLED" -> page.say("refusal.usage-has-not-been");
            case "LEGAL_CLAIM" -> page.say("refusal.data-needed-legal-claim");
            case "DISPUTE" -> page.say("refusal.data-needed-while-dispute");
            case "RESTRICTION" -> page.say("refusal.processing-restricted-what-restricted");
            case "TAX_AUDIT" -> page.say("refusal.data-needed-tax-audit");
            case "OUT_OF_SCOPE_PROCESSOR" -> page.say("refusal.we-process-behalf-our");
            case "REFERRED_TO" -> page.say("refusal.what-stays-refers-to-it");
            case "SECURITY_INCIDENT" -> page.say("refusal.data-needed-security");
            default -> page.say("refusal.data-needed-still");
        };
    }
}
