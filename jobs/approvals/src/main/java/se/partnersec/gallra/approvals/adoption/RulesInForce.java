package se.partnersec.gallra.approvals.adoption;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.rules.LimitsReader;
import se.partnersec.gallra.config.rules.PolicyFingerprint;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Compares the rules and limits at hand with those that two people put in force. Rules must be the same; limits may be
 * tighter.
 */
public final class RulesInForce {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    private static final String SELECT =
            "SELECT request_id, rules, limits, adopted_at, requested_by, adopted_by FROM valid_adoption";

    private final JdbcTemplate jdbc;
    private final String rules;
    private final LimitPolicy limits;
    private final String limitsFingerprint;
    private final boolean single;

    /**
     * @param rules fingerprint of policy and sources at hand
     * @param limits at hand
     * @param single whether one person is enough here ({@code GALLRA_ACCOUNTS=single})
     */
    public RulesInForce(JdbcTemplate jdbc, String rules, LimitPolicy limits, boolean single) {
        this.jdbc = jdbc;
        this.rules = rules;
        this.limits = limits;
        this.limitsFingerprint = PolicyFingerprint.of(limits.canonical());
        this.single = single;
    }

    /** How the rules and limits at hand stand. */
    public enum State {
        IN_FORCE,
        /** One person is enough here, and nobody asks. */
        SINGLE,
        /** Nobody has put any in force. */
        NONE,
        /** Others are in force. */
        OTHER_RULES,
        /** The rules are in force, with tighter limits. */
        LOOSER_LIMITS,
        /** The rules are in force, with limits that another version of this program wrote and this one cannot read. */
        OTHER_LIMITS;

        /** Whether runs may go by them. */
        public boolean allowed() {
            return this == IN_FORCE || this == SINGLE;
        }
    }

    /** @param adoption what is in force; null if nothing is, or nobody asked */
    public record Standing(
            State state, String rules, @Nullable Adoption adoption) {
        /** In English, with what to do; null if runs may go by them. */
        public @Nullable String objection() {
            Adoption other = adoption;
            String how = SENTENCES.say("adoption.one-person-asks-gallra-policy-adopt");
            return switch (state) {
                case IN_FORCE, SINGLE -> null;
                case NONE -> SENTENCES.say("adoption.no-rules-force-two-people-put", how);
                case OTHER_RULES ->
                    SENTENCES.say(
                            "adoption.rules-policy-yml-sources-yml-here",
                            rules.substring(0, 8),
                            (other == null
                                    ? ""
                                    : SENTENCES.say(
                                            "adoption.gallra-policy-diff-adopted",
                                            other.rules().substring(0, 8),
                                            other.id())),
                            how);
                case LOOSER_LIMITS ->
                    SENTENCES.say(
                            "adoption.limits-yml-here-looser-than-limits",
                            (other == null ? "" : " (" + other.id() + ")"),
                            how);
                case OTHER_LIMITS ->
                    SENTENCES.say(
                            "adoption.limits-force-were-written-another-version",
                            (other == null ? "" : " (" + other.id() + ")"),
                            how);
            };
        }
    }

    /** Of the policy and sources at hand: 64 hex digits. */
    public String fingerprint() {
        return rules;
    }

    /** Of the limits at hand: 64 hex digits. */
    public String limitsFingerprint() {
        return limitsFingerprint;
    }

    public Standing standing() {
        if (single) {
            return new Standing(State.SINGLE, rules, null);
        }
        Adoption adoption = inForce(jdbc).orElse(null);
        return new Standing(state(adoption), rules, adoption);
    }

    private State state(@Nullable Adoption adoption) {
        if (adoption == null) {
            return State.NONE;
        }
        if (!adoption.rules().equals(rules)) {
            return State.OTHER_RULES;
        }
        if (adoption.limits().equals(limits.canonical())) {
            return State.IN_FORCE;
        }
        return read(adoption.id(), adoption.limits(), limits.limits().keySet())
                .map(adopted -> limits.looserThan(adopted) ? State.LOOSER_LIMITS : State.IN_FORCE)
                .orElse(State.OTHER_LIMITS);
    }

    /** What two people put in force last; empty if nothing is, or the newest is not theirs: no older one comes back. */
    public static Optional<Adoption> inForce(JdbcTemplate jdbc) {
        return one(jdbc, "request_id = (SELECT MAX(request_id) FROM policy_adopted)");
    }

    /** What was in force at an epoch of the gate; empty if nothing was. */
    public static Optional<Adoption> at(JdbcTemplate jdbc, long epoch) {
        return at(jdbc, UnaryOperator.identity(), epoch);
    }

    /** @param tables names the tables of a statement as the login may read them */
    public static Optional<Adoption> at(JdbcTemplate jdbc, UnaryOperator<String> tables, long epoch) {
        return jdbc
                .query(
                        tables.apply(SELECT + " WHERE epoch <= ? ORDER BY epoch DESC LIMIT 1"),
                        RulesInForce::read,
                        epoch)
                .stream()
                .findFirst();
    }

    /** Limits that were adopted, by their fingerprint; empty where these never were, or this version cannot read them. */
    public static Optional<LimitPolicy> limits(
            JdbcTemplate jdbc, String fingerprint, Collection<DataCategory> categories) {
        return one(jdbc, "SHA2(limits, 256) = ? ORDER BY request_id DESC LIMIT 1", fingerprint)
                .flatMap(adoption -> read(adoption.id(), adoption.limits(), categories));
    }

    private static Optional<LimitPolicy> read(String name, String limits, Collection<DataCategory> categories) {
        try {
            return Optional.of(LimitsReader.parse(name, limits, categories));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    private static Optional<Adoption> one(JdbcTemplate jdbc, String which, Object... args) {
        return jdbc.query(SELECT + " WHERE " + which, RulesInForce::read, args).stream()
                .findFirst();
    }

    private static Adoption read(ResultSet row, int i) throws SQLException {
        return new Adoption(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                DatabaseClock.instant(Objects.requireNonNull(row.getObject(4, LocalDateTime.class))),
                row.getString(5),
                row.getString(6));
    }

    /**
     * Rules and limits that two people put in force.
     *
     * @param request number of the request
     * @param rules fingerprint of policy and sources
     * @param limits limits.yml with all defaults written out
     * @param requestedBy the login of whoever asked
     * @param adoptedBy the login of whoever approved
     */
    public record Adoption(
            long request, String rules, String limits, Instant adoptedAt, String requestedBy, String adoptedBy) {
        /** As people say it: {@code A-12}. */
        public String id() {
            return "A-" + request;
        }
    }
}
