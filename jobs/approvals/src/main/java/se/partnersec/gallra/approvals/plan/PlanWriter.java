package se.partnersec.gallra.approvals.plan;

import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plankey.PlanKeyBlock;

/** Writes what a plan says of a category, in the transaction that saves the plan. */
final class PlanWriter {
    private static final String BLOCK =
            "INSERT INTO plan_block (plan_id, category, role, form, number, size, first_key, last_key, body)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final JdbcTemplate jdbc;

    PlanWriter(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void write(String plan, PlanService.Draft draft) {
        String category = draft.category().id();
        jdbc.update(
                "INSERT INTO plan_category (plan_id, category, going, figures) VALUES (?, ?, ?, ?)",
                plan,
                category,
                draft.figures().going(),
                draft.figures().text());
        for (PlanKeyBlock block : draft.blocks()) {
            jdbc.update(
                    BLOCK,
                    plan,
                    category,
                    block.role().code(),
                    block.form(),
                    block.number(),
                    block.size(),
                    Long.toUnsignedString(block.first()),
                    Long.toUnsignedString(block.last()),
                    block.body());
        }
    }
}
