package se.partnersec.gallra.approvals.plan;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plankey.PlanKeyBlock;
import se.partnersec.gallra.approvals.plankey.PlanKeyCodec;
import se.partnersec.gallra.approvals.plankey.PlanKeyRole;
import se.partnersec.gallra.approvals.plankey.PlannedKey;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Reads the blocks of plans, one at a time. */
final class PlanKeyBlockReader {
    private static final String CATEGORIES =
            "SELECT category, going, figures FROM plan_category WHERE plan_id = ? ORDER BY category";
    private static final String HEADS =
            "SELECT role, form, number, size, first_key, last_key FROM plan_block WHERE plan_id = ? AND category = ?"
                    + " ORDER BY role, form, number";
    private static final String BODY = "SELECT body FROM plan_block WHERE plan_id = ? AND category = ? AND role = ?"
            + " AND form = ? AND number = ?";

    private final JdbcTemplate jdbc;

    PlanKeyBlockReader(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What a plan lets go of one category, without bodies, after all of the plan was held against its hash. */
    List<PlanKeyBlock> checked(String id, DataCategory wanted) {
        SavedPlan plan = new PlanRepository(jdbc).get(id);
        PlanHash content = new PlanHash(plan.asOf(), plan.policy());
        ReplayTerms replay = plan.replay();
        if (replay != null) {
            content.replay(replay);
        }
        // Whoever writes a plan by SQL can hash whatever he writes: its figures, which limits and people go by, must be
        // its keys'.
        Map<String, Long> told = new HashMap<>();
        Map<String, Long> keys = new HashMap<>();
        List<String> categories = jdbc.query(
                CATEGORIES,
                (row, i) -> {
                    content.category(row.getString(1), row.getLong(2), row.getString(3));
                    told.put(row.getString(1), told(row.getLong(2), row.getString(3)));
                    return row.getString(1);
                },
                id);
        List<PlanKeyBlock> going = new ArrayList<>();
        for (String category : categories) {
            long named = 0;
            for (PlanKeyBlock head : heads(id, category)) {
                content.block(category, with(head, body(id, category, head)));
                named += head.role() == PlanKeyRole.GOING ? head.size() : 0;
                if (category.equals(wanted.id()) && head.role() == PlanKeyRole.GOING) {
                    going.add(head);
                }
            }
            keys.put(category, named);
        }
        if (!told.equals(keys) || !content.hash().equals(plan.content())) {
            throw PlanRepository.refused(plan, wanted, PlanProblem.ALTERED);
        }
        return going;
    }

    /** What a plan says it lets go; less than nothing where it says two things. */
    private static long told(long going, String figures) {
        try {
            return PlanFigures.parse(figures).going() == going ? going : -1;
        } catch (IllegalArgumentException | DateTimeException e) {
            return -1;
        }
    }

    /** Whether it would let something go, and its keys are not there any more: they are kept for a time only. */
    boolean removed(SavedPlan plan) {
        return plan.parts().stream().anyMatch(part -> part.figures().going() > 0)
                && jdbc.queryForList("SELECT 1 FROM plan_block WHERE plan_id = ? LIMIT 1", Integer.class, plan.id())
                        .isEmpty();
    }

    private List<PlanKeyBlock> heads(String id, String category) {
        return jdbc.query(HEADS, PlanKeyBlockReader::head, id, category);
    }

    private static PlanKeyBlock head(ResultSet row, int i) throws SQLException {
        String role = row.getString(1);
        return new PlanKeyBlock(
                role.equals(PlanKeyRole.GOING.code()) ? PlanKeyRole.GOING : PlanKeyRole.HELD,
                row.getString(2),
                row.getInt(3),
                row.getInt(4),
                unsigned(row.getString(5)),
                unsigned(row.getString(6)),
                new byte[0]);
    }

    private static long unsigned(String digits) {
        return new BigInteger(digits).longValue();
    }

    private byte[] body(String id, String category, PlanKeyBlock head) {
        byte[] body = jdbc.queryForObject(
                BODY, byte[].class, id, category, head.role().code(), head.form(), head.number());
        if (body == null) {
            throw new IllegalStateException("a block of plan " + id + " has no keys. Indicates a bug");
        }
        return body;
    }

    private static PlanKeyBlock with(PlanKeyBlock head, byte[] body) {
        return new PlanKeyBlock(head.role(), head.form(), head.number(), head.size(), head.first(), head.last(), body);
    }

    List<PlannedKey> keys(String id, DataCategory category, PlanKeyBlock head) {
        return PlanKeyCodec.keys(with(head, body(id, category.id(), head)));
    }

    /** All keys a plan names in a role, in ascending order of each form, numbers first; one block in memory. */
    Iterator<PlannedKey> all(String id, DataCategory category, PlanKeyRole role, String form) {
        Iterator<PlanKeyBlock> heads = heads(id, category.id()).stream()
                .filter(head -> head.role() == role && head.form().equals(form))
                .iterator();
        return new Iterator<>() {
            private Iterator<PlannedKey> block = List.<PlannedKey>of().iterator();

            @Override
            public boolean hasNext() {
                while (!block.hasNext() && heads.hasNext()) {
                    block = keys(id, category, heads.next()).iterator();
                }
                return block.hasNext();
            }

            @Override
            public PlannedKey next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return block.next();
            }
        };
    }

    static @Nullable PlannedKey next(Iterator<PlannedKey> keys) {
        return keys.hasNext() ? keys.next() : null;
    }
}
