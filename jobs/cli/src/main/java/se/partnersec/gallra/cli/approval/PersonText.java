package se.partnersec.gallra.cli.approval;

import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.PersonRegister;
import se.partnersec.gallra.approvals.request.PersonTerms;
import se.partnersec.gallra.cli.output.CliMessages;

/** Sentence that says what a request to change the register of people would change. */
final class PersonText {
    private PersonText() {}

    static String of(CliMessages words, PersonRegister register, Approval asked) {
        PersonTerms terms = PersonTerms.read(asked).orElse(null);
        if (terms == null) {
            return words.say("approvals.unreadable", asked.subject());
        }
        return switch (terms.change()) {
            case LOST -> words.say("approvals.person.lost", terms.shown(), terms.person());
            case LEFT -> words.say("approvals.person.left", terms.person());
            case HAS -> {
                PersonRegister.Person now =
                        register.find(terms.issuer(), terms.login()).orElse(null);
                yield now == null || now.name().equals(terms.person())
                        ? words.say("approvals.person.has", terms.shown(), terms.person())
                        : words.say("approvals.person.moves", terms.shown(), now.name(), terms.person());
            }
        };
    }
}
