package se.partnersec.gallra.requests;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.request.PersonRegister;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.holds.hold.AuditLog;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.identity.IdentityTargets;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategories;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.StartEvent;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Enters requests of data subjects and decides them, which another person does. A decision is one gate transaction, so that
 * it comes before or after every chunk; who did it is the database login. Nothing is erased here: the jobs do that, and ask
 * the rules first.
 */
public final class RequestService {
    private static final Sentences SENTENCES = Sentences.of("requests");
    private static final String DECIDE = """
            INSERT INTO request_decision (request_id, uuid, entered_by, accepted, identity, law, reason, hold_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final DataCategories categories;
    private final TransactionTemplate transaction;
    private final ErasureGate gate;
    private final AuditLog audit;
    private final HoldService holds;
    private final RequestRepository register;
    private final SubjectResolver subjects;
    private final SubjectRecords belongings;
    private final ConsentWithdrawal withdrawal;
    private final Pseudonymizer tags;
    private final List<SourceMapping.CopyRecipient> copies;

    /** @param jdbc of the account that places holds */
    public RequestService(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            SourceMapping sources,
            KeyTypes kinds,
            Pseudonymizer tags,
            DataCategories categories) {
        this.jdbc = jdbc;
        this.categories = categories;
        this.tags = tags;
        this.copies = sources.copies();
        this.transaction = transaction;
        this.gate = new ErasureGate(jdbc);
        this.audit = new AuditLog(jdbc);
        this.holds = new HoldService(jdbc, transaction, new IdentityTargets(jdbc, sources, () -> kinds));
        this.register = new RequestRepository(jdbc);
        this.subjects = new SubjectResolver(jdbc, sources, kinds);
        this.belongings = new SubjectRecords(jdbc, sources, kinds, tags);
        this.withdrawal = new ConsentWithdrawal(jdbc, sources);
    }

    /**
     * @param user by any key or name that one user alone bears; only the technical key is kept
     * @param received the local day it came in; null for today
     * @throws RefusedException if nobody or more than one bears it, naming the keys found; nothing was written
     */
    public SubjectRequest add(RequestKind kind, String user, @Nullable LocalDate received) {
        return enter(kind, received, () -> subjects.find(user));
    }

    /**
     * The same of somebody who is no user, such as a reader of the newsletter or a caller.
     *
     * @param name address or number that records bear which name no user; only a keyed tag of it is kept
     * @param noRecords enter it also if no record bears the name: the person is answered all the same (GDPR Art. 12(3))
     * @throws RefusedException if a user bears it, also in another spelling, or no record does; nothing was written
     */
    public SubjectRequest addByName(RequestKind kind, String name, @Nullable LocalDate received, boolean noRecords) {
        return enter(kind, received, () -> {
            SubjectResolver.Subject subject = subjects.unnamed(name, tags);
            if (belongings.count(subject).isEmpty()) {
                for (String other : SubjectResolver.spellings(name)) {
                    if (!belongings.count(subjects.unnamed(other, tags)).isEmpty()) {
                        refuse(SENTENCES.say("requests.name-spelled-otherwise", other));
                    }
                }
                if (!noRecords) {
                    refuse(SENTENCES.say("requests.name-of-no-record"));
                }
            }
            return subject.key();
        });
    }

    /** How many records of each category bear the name and name no user: those that a request by it would reach. */
    public Map<DataCategory, Long> bearing(String name) {
        return belongings.count(subjects.unnamed(name, tags));
    }

    private SubjectRequest enter(RequestKind kind, @Nullable LocalDate received, Supplier<String> who) {
        LocalDate today = today();
        LocalDate day = received == null ? today : received;
        if (day.isAfter(today) || day.isBefore(today.minusYears(1))) {
            refuse(SENTENCES.say("requests.request-came-within-last-year-not", day));
        }
        String subject = who.get();
        String uuid = UUID.randomUUID().toString();
        settle("SELECT COUNT(*) FROM subject_request WHERE uuid = ?", uuid, () -> {
            jdbc.update(
                    "INSERT INTO subject_request (uuid, kind, subject_key, received_on) VALUES (?, ?, ?, ?)",
                    uuid,
                    kind.name(),
                    subject,
                    day);
            audit.note("request.add", "R-" + register.idOf(uuid), kind.id() + ", received " + day);
        });
        Long id = register.idOf(uuid);
        return register.get(id == null ? -1 : id);
    }

    /** Names of other requests of the same person and type that nobody has decided. */
    public List<String> undecidedLike(SubjectRequest request) {
        return register.list(false, Integer.MAX_VALUE).stream()
                .filter(each -> each.id() != request.id() && each.decision() == null)
                .filter(each -> each.kind() == request.kind() && each.subject().equals(request.subject()))
                .map(SubjectRequest::name)
                .toList();
    }

    /** Two further months, once, and said while the first still runs (GDPR 12(3)). */
    public SubjectRequest extend(long id, String reason) {
        return extend(id, reason, null);
    }

    /** The same. @param name of somebody who is no user, as the request was entered by it; null for a user */
    public SubjectRequest extend(long id, String reason, @Nullable String name) {
        SubjectRequest request = register.get(id);
        LocalDate today = today();
        VisibleText.require(SENTENCES.say("requests.reason"), reason);
        if (reason.isBlank() || reason.length() > 1000) {
            refuse(SENTENCES.say("requests.extension-needs-reason-1-1000-characters"));
        }
        if (request.decision() != null) {
            refuse(SENTENCES.say("requests.decided-answer-it", request.name()));
        }
        if (request.extension() != null) {
            refuse(SENTENCES.say("requests.extended-already-can-but-once", request.name()));
        }
        if (today.isAfter(request.answerBy())) {
            refuse(SENTENCES.say("requests.person-had-told-extension-answer-once", request.answerBy()));
        }
        RefusedException.usageIfAny(subjects.of(request, name, tags).named(reason));
        transaction.executeWithoutResult(t -> {
            jdbc.update("INSERT INTO request_extension (request_id, reason) VALUES (?, ?)", id, reason);
            audit.note("request.extend", request.name(), reason);
        });
        return register.get(id);
    }

    /**
     * @throws RefusedException naming all that is wrong, that somebody decided already, or that the same person entered it;
     *     nothing was decided
     */
    public SubjectRequest decide(long id, NewDecision decision) {
        return decide(id, decision, null);
    }

    /**
     * The same.
     *
     * @param name of somebody who is no user, as the request was entered by it; null for a user
     */
    public SubjectRequest decide(long id, NewDecision decision, @Nullable String name) {
        SubjectRequest request = undecided(id);
        byAnother(request);
        SubjectResolver.Subject subject = subjects.of(request, name, tags);
        VisibleText.require(SENTENCES.say("requests.identity"), decision.identity());
        VisibleText.require(SENTENCES.say("requests.law"), decision.law());
        VisibleText.require(SENTENCES.say("requests.reason"), decision.reason());
        List<String> problems = new ArrayList<>(decision.problems(request.kind()));
        problems.addAll(subject.named(decision.identity(), decision.law(), decision.reason()));
        RefusedException.usageIfAny(problems);
        String uuid = UUID.randomUUID().toString();
        // Before the gate, which would have to wait for it: without a decision they have no effect.
        Map<DataCategory, Long> items = decision.accepted() ? note(subject, request.kind(), uuid) : Map.of();
        settle("SELECT COUNT(*) FROM request_decision WHERE uuid = ?", uuid, () -> {
            gate.advance();
            undecided(id);
            Long hold = decision.accepted() && request.kind() == RequestKind.RESTRICTION
                    ? restrict(request, subject, decision.reviewBy())
                    : null;
            jdbc.update(
                    DECIDE,
                    id,
                    uuid,
                    request.enteredBy(),
                    decision.accepted(),
                    decision.identity(),
                    decision.law(),
                    decision.reason(),
                    hold);
            String what = decision.accepted() ? "accepted" : "refused, " + decision.law();
            if (decision.accepted() && request.kind() == RequestKind.MARKETING) {
                what += ", withdrawn " + withdrawal.withdraw(uuid, new DatabaseClock(jdbc).now());
            }
            audit.note("request.decide", request.name(), what + (hold == null ? "" : ", H-" + hold) + items(items));
        });
        return register.get(id);
    }

    /** Recipient of a copy of records. @param copy its name in the mapping */
    public record Recipient(String copy, String recipient, String contact) {}

    /** Recipients of copies of the person's records, who are to be told of a restriction (GDPR Art. 19). */
    public List<Recipient> recipients(SubjectRequest request, @Nullable String name) {
        if (copies.isEmpty()) {
            return List.of();
        }
        Set<DataCategory> theirs =
                belongings.count(subjects.of(request, name, tags)).keySet();
        return copies.stream()
                .filter(copy -> copy.of().stream().anyMatch(theirs::contains))
                .map(copy -> new Recipient(copy.name(), copy.recipient(), copy.contact()))
                .toList();
    }

    private void byAnother(SubjectRequest request) {
        String me = String.valueOf(jdbc.queryForObject("SELECT CURRENT_USER()", String.class));
        if (DestructionPermit.samePerson(me, request.enteredBy())) {
            refuse(SENTENCES.say(
                    "requests.entered-which-login-session-somebody-else", request.name(), request.enteredBy()));
        }
        PersonRegister people = new PersonRegister(jdbc);
        people.of(request.enteredBy())
                .map(PersonRegister.Person::name)
                .filter(name ->
                        people.of(me).filter(mine -> mine.name().equals(name)).isPresent())
                .ifPresent(name -> refuse(
                        SENTENCES.say("requests.logins-of-one-person", request.name(), request.enteredBy(), name)));
    }

    private Map<DataCategory, Long> note(SubjectResolver.Subject subject, RequestKind kind, String uuid) {
        Map<DataCategory, Long> items = transaction.execute(t -> belongings.note(subject, reached(kind), uuid));
        return items == null ? Map.of() : items;
    }

    private Predicate<DataCategory> reached(RequestKind kind) {
        return category -> switch (kind) {
            case ERASURE -> true;
            case MARKETING -> categories.bounds(category).start() == StartEvent.CONSENT_WITHDRAWN;
            default -> false;
        };
    }

    /** Keeps what is there and hides it: the views of sql/views.sql leave out what a restriction is on. */
    private Long restrict(SubjectRequest request, SubjectResolver.Subject subject, @Nullable LocalDate reviewBy) {
        // A hold on somebody who is no user is on the name: nothing else reaches their records.
        String key = request.byName() ? subject.names().get(0) : request.subject();
        return Long.valueOf(holds.add(new NewHold(
                        HoldType.RESTRICTION,
                        new HoldScope(ScopeType.USER, key),
                        null,
                        null,
                        reviewBy,
                        "GDPR 18",
                        "Request " + request.name()))
                .hold()
                .id()
                .substring(2));
    }

    private static String items(Map<DataCategory, Long> items) {
        StringBuilder text = new StringBuilder();
        items.forEach(
                (category, n) -> text.append(", ").append(category).append(' ').append(n));
        return text.toString();
    }

    /** Notes that the answer, as it reads now, was sent. What becomes free later changes the answer, which is sent anew. */
    public SubjectRequest answered(long id, @Nullable LocalDate sent) {
        SubjectRequest request = register.get(id);
        LocalDate today = today();
        LocalDate day = sent == null ? today : sent;
        SubjectRequest.Decision decision = request.decision();
        if (decision == null) {
            throw RefusedException.usage(
                    SENTENCES.say("requests.not-decided-yet-gallra-requests-decide", request.name(), request.name()));
        }
        LocalDate decided = SwedishCalendar.localDate(decision.at());
        if (day.isAfter(today) || day.isBefore(decided)) {
            refuse(SENTENCES.say("requests.answer-sent-between-today-not-change", decided, day));
        }
        transaction.executeWithoutResult(t -> {
            jdbc.update("INSERT INTO request_answer (request_id, sent_on) VALUES (?, ?)", id, day);
            audit.note("request.answer", request.name(), "sent " + day);
        });
        return register.get(id);
    }

    /**
     * Records in the audit log that the person was told of the extension, and of its reason (GDPR 12(3)).
     *
     * @throws RefusedException if the request is not extended, or decided, or the day lies before it was received or in the future
     */
    public SubjectRequest noticeSent(long id, LocalDate sent) {
        SubjectRequest request = register.get(id);
        if (request.extension() == null || request.decision() != null) {
            refuse(SENTENCES.say("requests.no-notice-to-send", request.name()));
        }
        if (sent.isAfter(today()) || sent.isBefore(request.received())) {
            refuse(SENTENCES.say("requests.notice-sent-between", request.received(), sent));
        }
        audit.note("request.notice", request.name(), "sent " + sent);
        return request;
    }

    private SubjectRequest undecided(long id) {
        SubjectRequest request = register.get(id);
        SubjectRequest.Decision there = request.decision();
        if (there != null) {
            refuse(SENTENCES.say(
                    "requests.already-change-mind-new-request",
                    request.name(),
                    SENTENCES.say(there.accepted() ? "requests.accepted" : "requests.refused"),
                    there.by()));
        }
        return request;
    }

    /** A lost reply to COMMIT is settled by looking, on another connection, for what was to be committed. */
    private void settle(String committed, String uuid, Runnable work) {
        try {
            transaction.executeWithoutResult(t -> work.run());
        } catch (DataAccessException | TransactionException e) {
            Long n = jdbc.queryForObject(committed, Long.class, uuid);
            if (n == null || n == 0) {
                throw e;
            }
        }
    }

    private LocalDate today() {
        return SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
    }

    private static void refuse(String problem) {
        throw RefusedException.usage(problem);
    }
}
