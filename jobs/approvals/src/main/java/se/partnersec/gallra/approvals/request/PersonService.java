package se.partnersec.gallra.approvals.request;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/** Asks for changes of the register of people; each takes effect when another person approves it. */
public final class PersonService {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final int LONGEST_LOGIN = 100;
    private static final int LONGEST_ISSUER = 120;

    private final PersonRegister people;
    private final ApprovalService approvals;
    private final ApprovalRepository register;

    public PersonService(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.people = new PersonRegister(jdbc);
        this.approvals = new ApprovalService(jdbc, transaction, ApprovalService.OPEN_DAYS);
        this.register = new ApprovalRepository(jdbc);
    }

    /**
     * Asks that a login be one of a person's. One of another person's moves.
     *
     * @param issuer address of an OpenID provider; empty for a login of the database
     * @param account with or without its host; of an OpenID provider the subject that it has for the person
     * @throws RefusedException if it is theirs already, or the same is asked for
     */
    public Approval add(String person, String issuer, String account, String reason) {
        PersonTerms terms = terms(person, PersonTerms.Change.HAS, issuer, account);
        if (people.find(terms.issuer(), terms.login())
                .filter(found -> found.name().equals(person) && found.left() == null)
                .isPresent()) {
            throw RefusedException.usage(SENTENCES.say("person.has-already", terms.login(), person));
        }
        return ask(terms, reason);
    }

    /** @throws RefusedException if the login is not theirs, or the same is asked for */
    public Approval remove(String person, String issuer, String account, String reason) {
        PersonTerms terms = terms(person, PersonTerms.Change.LOST, issuer, account);
        if (people.find(terms.issuer(), terms.login())
                .filter(found -> found.name().equals(person))
                .isEmpty()) {
            throw RefusedException.usage(SENTENCES.say("person.has-not", terms.login(), person));
        }
        return ask(terms, reason);
    }

    /** @throws RefusedException if nobody of that name is on record, they have left already, or the same is asked for */
    public Approval leave(String person, String reason) {
        PersonRegister.Person found = people.people().stream()
                .filter(each -> each.name().equals(person))
                .findFirst()
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say("person.none", person)));
        if (found.left() != null) {
            throw RefusedException.usage(SENTENCES.say("person.left-already", person));
        }
        return ask(new PersonTerms(person, PersonTerms.Change.LEFT, "", ""), reason);
    }

    private Approval ask(PersonTerms terms, String reason) {
        register.list(List.of(PersonTerms.KIND), false, Integer.MAX_VALUE).stream()
                .filter(each ->
                        each.subject().equals(terms.person()) && each.terms().equals(terms.text()))
                .findFirst()
                .ifPresent(each -> {
                    throw RefusedException.usage(SENTENCES.say("person.asked-already", each.requestedBy(), each.id()));
                });
        return approvals.askFor(PersonTerms.KIND, terms.person(), terms.text(), reason);
    }

    private static String name(String person) {
        if (!NAME.matcher(person).matches()) {
            throw RefusedException.usage(SENTENCES.say("person.name", person));
        }
        return person;
    }

    private static PersonTerms terms(String person, PersonTerms.Change change, String issuer, String account) {
        if (!issuer.isEmpty() && (!issuer.matches("https?://[!-~]+") || issuer.length() > LONGEST_ISSUER)) {
            throw RefusedException.usage(SENTENCES.say("person.issuer", issuer));
        }
        return new PersonTerms(name(person), change, issuer, login(account, issuer.isEmpty()));
    }

    private static String login(String account, boolean ofDatabase) {
        VisibleText.require(SENTENCES.say("person.login"), account);
        String login = ofDatabase ? PersonRegister.login(account) : account.strip();
        if (login.isEmpty() || login.length() > LONGEST_LOGIN) {
            throw RefusedException.usage(SENTENCES.say("person.login-length", LONGEST_LOGIN));
        }
        return login;
    }
}
