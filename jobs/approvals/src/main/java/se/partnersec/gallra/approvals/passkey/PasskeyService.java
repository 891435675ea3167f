package se.partnersec.gallra.approvals.passkey;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.assertion.ApprovalChallenge;
import se.partnersec.gallra.approvals.assertion.Assertion;
import se.partnersec.gallra.approvals.assertion.AssertionCheck;
import se.partnersec.gallra.approvals.assertion.KeyAlgorithm;
import se.partnersec.gallra.approvals.assertion.Passkey;
import se.partnersec.gallra.approvals.assertion.PasskeyRepository;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.PasskeyTerms;
import se.partnersec.gallra.approvals.request.PersonRegister;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.holds.hold.AuditLog;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Passkeys of people who sign in to the web console with single sign-on. A person offers one there; two people with logins of their own put it
 * on record, and either of them ends it. With a passkey on record a person approves runs and plans that somebody else asked for.
 */
public final class PasskeyService {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    private static final int NONCE = 32;
    private static final int LONGEST = 1000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final PasskeyRepository passkeys;
    private final ApprovalService approvals;
    private final PlanService plans;
    private final LimitPolicy limits;
    private final String fingerprint;

    /**
     * @param approvals of the same login
     * @param plans of the same login
     * @param limits above whose {@code max-records} a passkey approves nothing
     * @param fingerprint of the policy and sources in the files
     */
    public PasskeyService(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            ApprovalService approvals,
            PlanService plans,
            LimitPolicy limits,
            String fingerprint) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.passkeys = new PasskeyRepository(jdbc, new MaskedTables(jdbc));
        this.approvals = approvals;
        this.plans = plans;
        this.limits = limits;
        this.fingerprint = fingerprint;
    }

    /**
     * Challenge of an approval, with the passkeys that may sign it.
     *
     * @param nonce 32 random bytes in hexadecimal digits
     * @param challenge in Base64 for URLs without padding
     * @param passkeys of whoever is signed in that count now
     */
    public record Challenge(String nonce, String challenge, List<Passkey> passkeys) {}

    /** All, the newest first. */
    public List<Passkey> all() {
        return passkeys.all();
    }

    /**
     * Offers a passkey of whoever is signed in; of no effect before two people put it on record.
     *
     * @param credential identifier, in Base64 for URLs without padding
     * @param publicKey SubjectPublicKeyInfo, encoded the same
     * @param cose number of the algorithm
     * @param origin address of the web console
     * @throws RefusedException if nobody is signed in with single sign-on, or the passkey cannot be used
     */
    public Passkey offer(String credential, String publicKey, int cose, String origin) {
        KeyAlgorithm algorithm = KeyAlgorithm.ofCose(cose)
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say("passkey.algorithm", cose)));
        if (!credential.matches("[A-Za-z0-9_-]{16,1400}")
                || publicKey.length() > LONGEST
                || !AssertionCheck.usable(publicKey, algorithm, origin)) {
            throw RefusedException.usage(SENTENCES.say("passkey.unusable"));
        }
        String person = me();
        return Objects.requireNonNull(transaction.execute(t -> {
            jdbc.update(
                    "INSERT INTO person_key (person, credential, public_key, algorithm, origin) VALUES (?, ?, ?, ?, ?)",
                    person,
                    credential,
                    publicKey,
                    algorithm.name(),
                    origin);
            long id = Objects.requireNonNull(jdbc.queryForObject("SELECT LAST_INSERT_ID()", Long.class));
            new AuditLog(jdbc).note("passkey.offer", "K-" + id, person);
            return one(id);
        }));
    }

    /** @throws RefusedException if there is none, it is on record, or it is asked for */
    public Approval ask(long id, String reason) {
        Passkey passkey = one(id);
        if (passkey.counts()) {
            throw RefusedException.usage(SENTENCES.say("passkey.counts-already", passkey.name(), passkey.person()));
        }
        PasskeyTerms terms = PasskeyTerms.of(passkey);
        waiting(terms).ifPresent(each -> {
            throw RefusedException.usage(SENTENCES.say("person.asked-already", each.requestedBy(), each.id()));
        });
        return approvals.askFor(PasskeyTerms.KIND, terms.person(), terms.text(), reason);
    }

    private Optional<Approval> waiting(PasskeyTerms terms) {
        return approvals.list(false, Integer.MAX_VALUE).stream()
                .filter(each -> each.kind().equals(PasskeyTerms.KIND)
                        && each.subject().equals(terms.person())
                        && each.terms().equals(terms.text())
                        && each.state() == Approval.State.WAITING)
                .findFirst();
    }

    /**
     * Ends a passkey that is lost, or whose person should have it no more, or takes back the request that it count.
     *
     * @throws RefusedException if there is none, or it neither counts nor waits
     */
    public Passkey end(long id, String reason) {
        Passkey passkey = one(id);
        Passkey.Standing standing = passkey.standing();
        if (standing != null && standing.ended() == null) {
            approvals.withdraw(standing.request(), reason);
        } else {
            Approval asked = waiting(PasskeyTerms.of(passkey))
                    .orElseThrow(() -> RefusedException.usage(SENTENCES.say("passkey.not-there", passkey.name())));
            approvals.withdraw(asked.number(), reason);
        }
        return one(id);
    }

    /** @param name of a request for a run, {@code A-12}, or a plan; throws as {@link #approve} does */
    public Challenge challenge(String name) {
        String person = me();
        long request = approvable(name, person).number();
        String nonce = HexFormat.of().formatHex(random());
        return new Challenge(
                nonce,
                what(request).with(nonce),
                passkeys.all().stream()
                        .filter(each -> each.counts() && each.person().equals(person))
                        .toList());
    }

    private static byte[] random() {
        byte[] nonce = new byte[NONCE];
        new SecureRandom().nextBytes(nonce);
        return nonce;
    }

    private ApprovalChallenge what(long request) {
        return passkeys.challenge(request)
                .orElseThrow(() -> RefusedException.usage(
                        SENTENCES.say("request.there-no-request-see-gallra-approvals", request)));
    }

    /**
     * Approves a run or a plan with a passkey of whoever is signed in.
     *
     * @param name of a request for a run, {@code A-12}, or a plan
     * @param credential identifier of the passkey
     * @return the request, approved
     * @throws RefusedException if it cannot be approved, is too large for a passkey, was asked for by the same person, or the passkey is
     *     not theirs, does not count, or did not sign this
     */
    public Approval approve(String name, String credential, Assertion assertion) {
        String person = me();
        Approval asked = approvable(name, person);
        Passkey passkey = passkeys.all().stream()
                .filter(each -> each.counts()
                        && each.person().equals(person)
                        && each.credential().equals(credential))
                .findFirst()
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say("passkey.none-of", person)));
        AssertionCheck.fault(passkey, what(asked.number()), assertion).ifPresent(fault -> {
            throw RefusedException.usage(SENTENCES.say("passkey.not-signed", passkey.name(), fault));
        });
        transaction.executeWithoutResult(t -> {
            try {
                jdbc.update(
                        "INSERT INTO key_approval (request_id, key_id, nonce, authenticator_data, client_data, signature)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                        asked.number(),
                        passkey.id(),
                        assertion.nonce(),
                        assertion.authenticatorData(),
                        assertion.clientData(),
                        assertion.signature());
            } catch (DuplicateKeyException e) {
                throw ApprovalService.settled(asked);
            }
            new AuditLog(jdbc).note("approval.approve", asked.id(), asked.subject() + " " + asked.terms());
        });
        return approvals.find(asked.number()).orElse(asked);
    }

    /** The request, if a passkey of this person may approve it now. */
    private Approval approvable(String name, String person) {
        Approval asked;
        if (name.startsWith("A-")) {
            asked = approvals.approvable(Long.parseLong(name.substring(2)), fingerprint);
            Long most = RunTerms.read(asked.terms()).map(RunTerms::most).orElse(null);
            requireFew(asked, new DataCategory(asked.subject()), most == null ? 0 : most);
        } else {
            SavedPlan plan = plans.approvable(name, fingerprint);
            asked = plan.request();
            if (plan.replay() != null) {
                throw RefusedException.usage(SENTENCES.say("passkey.replay", plan.id()));
            }
            plan.parts()
                    .forEach(part -> requireFew(
                            plan.request(), part.category(), part.figures().going()));
        }
        PersonRegister.Person asker =
                new PersonRegister(jdbc).of(asked.requestedBy()).orElse(null);
        if (asker != null && asker.name().equals(person)) {
            throw RefusedException.usage(
                    SENTENCES.say("request.logins-of-one-person", name, asked.requestedBy(), person));
        }
        return asked;
    }

    private void requireFew(Approval asked, DataCategory category, long records) {
        long most = limits.of(category).rows();
        if (records > most) {
            throw RefusedException.usage(SENTENCES.say(
                    "passkey.too-many",
                    asked.kind().equals(RunTerms.KIND) ? asked.id() : asked.subject(),
                    category.id(),
                    records,
                    most));
        }
    }

    private Passkey one(long id) {
        return passkeys.find(id).stream()
                .findFirst()
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say("passkey.none", "K-" + id)));
    }

    /** Whoever is signed in to the web console with single sign-on: its connections say so. */
    private String me() {
        @Nullable String person = jdbc.queryForObject("SELECT @gallra_person", String.class);
        if (person == null) {
            throw RefusedException.usage(SENTENCES.say("passkey.console"));
        }
        return person;
    }
}
