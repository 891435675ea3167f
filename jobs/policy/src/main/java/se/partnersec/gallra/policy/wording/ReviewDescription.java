package se.partnersec.gallra.policy.wording;

import se.partnersec.gallra.policy.decision.StartEventResolver;

/** Says what a review asks of people: what is in doubt, and what settles it. */
final class ReviewDescription {

    private final LabelledText page;

    ReviewDescription(LabelledText page) {
        this.page = page;
    }

    /** @param claims whether the records rest on what invoices say */
    String say(String code, String event, boolean claims) {
        if (claims && code.equals(StartEventResolver.MISSING)) {
            return page.say(
                    "fakturans status eller den dag den reglerades är okänd, eller betalningarna visar den inte; rätta"
                            + " det i källsystemet",
                    "the invoice's status or the day it was settled is not known, or its payments do not show it;"
                            + " correct that in the source system");
        }
        switch (code) {
            case StartEventResolver.MISSING:
                return page.say(
                        event + " är okänd; rätta uppgiften i källsystemet",
                        event + " is not known; correct it in the source system");
            case StartEventResolver.FUTURE:
                return page.say(
                        event + " ligger i framtiden; kontrollera klocka och tidszon i källsystemet",
                        event + " lies in the future; check clock and time zone of the source system");
            case StartEventResolver.INCONSISTENT:
                return page.say(
                        "datumen motsäger varandra eller statusen, eller är orimliga; rätta det i källsystemet",
                        "the dates contradict each other or the status, or cannot be; correct that in the source system");
            case StartEventResolver.OUT_OF_BOUNDS:
                return page.say(
                        "köns antal dagar ligger utanför policyns gränser; rätta target-days i policy.yml",
                        "the queue's days lie outside the policy's limits; correct target-days in policy.yml");
            case "CLAIM_TIME_BARRED":
                return page.say(
                        "fordran är preskriberad enligt böckerna; ekonomi bekräftar det eller anger avbrottet",
                        "by the books the claim is time-barred; finance confirms it or records the interruption");
            case "UNBILLED_TOO_OLD":
                return page.say(
                        "användningen har inte fakturerats i tid; fakturera den eller avskriv den",
                        "the usage was not invoiced in time; invoice it or waive it");
            case "BLOCK_REVIEW_OVERDUE":
                return page.say(
                        "spärren har inte omprövats i tid; förnya den eller häv den",
                        "the block was not reviewed in time; renew it or lift it");
            case "REVIEW_OVERDUE":
                return page.say(
                        "policyn anger ingen tid; dataskyddsombudet sätter ett omprövningsdatum eller en tid",
                        "the policy names no time; the data-protection officer sets a review date or a period");
            case "NO_FISCAL_YEAR":
                return page.say(
                        "räkenskapsåret är okänt; lägg in räkenskapsåret eller rätta bokföringsdagen",
                        "the fiscal year is not known; enter the fiscal year or correct the booking date");
            case "POINTS_AT_NOTHING":
                return page.say(
                        "kunden eller fakturan den pekar på finns inte; rätta det i källsystemet",
                        "the customer or invoice it points at is not there; correct it in the source system");
            default:
                throw new IllegalArgumentException("no words for the review code " + code + ". Indicates a bug.");
        }
    }
}
