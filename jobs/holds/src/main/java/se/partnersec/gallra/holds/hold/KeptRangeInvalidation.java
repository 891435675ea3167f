package se.partnersec.gallra.holds.hold;

import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Makes the register of what is kept forget, in the gate transaction of whatever may let records go earlier than it says. To
 * forget costs a look at the records and never lets one go; what is not forgotten is passed over until its day.
 */
public final class KeptRangeInvalidation {
    private final JdbcTemplate jdbc;

    public KeptRangeInvalidation(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A hold is released: what was kept by it is to be looked at again. */
    public void released(long hold) {
        jdbc.update(
                "DELETE FROM kept WHERE (category, key_hi) IN (SELECT category, key_hi FROM kept_by WHERE hold_id = ?)",
                hold);
    }

    /** A fiscal year changed: whatever the Bookkeeping Act keeps may be kept to another day. */
    public void yearsChanged() {
        jdbc.update("DELETE FROM kept WHERE by_books");
    }

    /** A permit came into force, which shortens what the Act keeps (BFL 7 kap. 7 §). */
    public void permitted(DataCategory category) {
        jdbc.update("DELETE FROM kept WHERE by_books AND category = ?", category.id());
    }
}
