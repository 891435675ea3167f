package se.partnersec.gallra.requests;

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
            case "BOOKKEEPING", "REDUCE_TO_BOOKKEEPING" ->
                page.say(
                        "räkenskapsinformation måste bevaras till och med det sjunde året efter det kalenderår då"
                                + " räkenskapsåret avslutades (bokföringslagen 7 kap. 2 §, GDPR 17.3 b)",
                        "accounting information must be kept through the seventh year after the calendar year in which the"
                                + " fiscal year ended (Bookkeeping Act, BFL 7 kap. 2 §, GDPR 17(3)(b))");
            case "OPEN_CLAIM" ->
                page.say(
                        "en faktura är inte betald, och uppgifterna behövs för att göra fordran gällande"
                                + " (GDPR 17.3 e, preskriptionslagen 2 §)",
                        "an invoice is not paid, and the data is needed to pursue the claim (GDPR 17(3)(e), Limitation Act"
                                + " 1981:130 2 §)");
            case "UNBILLED" ->
                page.say(
                        "användningen är inte fakturerad än (GDPR 17.3 e, LEK 9 kap. 1 §)",
                        "the usage has not been invoiced yet (GDPR 17(3)(e), LEK 9 kap. 1 §)");
            case "LEGAL_CLAIM" ->
                page.say(
                        "uppgifterna behövs för ett rättsligt anspråk (GDPR 17.3 e)",
                        "the data is needed for a legal claim (GDPR 17(3)(e))");
            case "DISPUTE" ->
                page.say(
                        "uppgifterna behövs så länge en tvist pågår (GDPR 17.3 e)",
                        "the data is needed while a dispute lasts (GDPR 17(3)(e))");
            case "RESTRICTION" ->
                page.say(
                        "behandlingen är begränsad, och det som är begränsat får bara lagras; du får veta innan det hävs"
                                + " (GDPR 18.2, 18.3)",
                        "processing is restricted, and what is restricted may only be stored; you will be told before that"
                                + " is lifted (GDPR 18(2), 18(3))");
            case "TAX_AUDIT" ->
                page.say(
                        "uppgifterna behövs för en skatterevision (skatteförfarandelagen 41 kap., GDPR 17.3 b)",
                        "the data is needed for a tax audit (Tax Procedures Act, SFL 41 kap., GDPR 17(3)(b))");
            case "OUT_OF_SCOPE_PROCESSOR" ->
                page.say(
                        "vi behandlar dem på uppdrag av vår kund, som är personuppgiftsansvarig; vänd dig dit (GDPR 28)",
                        "we process it on behalf of our customer, who is its controller; turn to them (GDPR 28)");
            default ->
                page.say(
                        "en rättslig förpliktelse kräver att de bevaras (GDPR 17.3 b)",
                        "a legal obligation requires that it is kept (GDPR 17(3)(b))");
        };
    }
}
