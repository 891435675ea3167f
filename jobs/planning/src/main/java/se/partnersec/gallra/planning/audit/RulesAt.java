package se.partnersec.gallra.planning.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;

/** Adopted rules by the step of the gate at which they were in force. */
final class RulesAt {
    private final JdbcTemplate jdbc;
    private final boolean nobody;
    private final Map<Long, Optional<RulesInForce.Adoption>> adoptions = new HashMap<>();

    RulesAt(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.nobody = jdbc.queryForList("SELECT 1 FROM policy_adopted LIMIT 1", Integer.class)
                .isEmpty();
    }

    /** Whether no rules were ever put in force: one person is enough here. */
    boolean nobody() {
        return nobody;
    }

    Optional<RulesInForce.Adoption> at(long epoch) {
        return adoptions.computeIfAbsent(epoch, each -> RulesInForce.at(jdbc, each));
    }
}
