package se.partnersec.gallra.approvals.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plankey.PlanKeyBlock;
import se.partnersec.gallra.approvals.plankey.PlanKeyRole;
import se.partnersec.gallra.approvals.plankey.PlannedKey;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/**
 * The keys that a plan lets go of one category. Before the first question all of the plan is read and held against the hash
 * that it was saved, and approved, under; rows that come in later are in no block that was read then. Of numbers a few blocks
 * at a time are in memory, of tags all.
 */
public final class PlannedKeys {
    private static final int NEAR = 4;

    private final JdbcTemplate jdbc;
    private final String plan;
    private final DataCategory category;
    private final Pseudonymizer tags;
    private final Map<Integer, Set<PlannedKey>> near = new LinkedHashMap<>();
    private @Nullable List<PlanKeyBlock> directory;
    private @Nullable Set<PlannedKey> tagged;

    public PlannedKeys(JdbcTemplate jdbc, String plan, DataCategory category, Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.plan = plan;
        this.category = category;
        this.tags = tags;
    }

    /**
     * Which of these the plan lets go.
     *
     * @throws PlanRejectedException if the plan is not what was saved
     */
    public Set<RecordKey> among(Collection<RecordKey> keys) {
        List<PlanKeyBlock> blocks = open();
        Set<RecordKey> found = new HashSet<>();
        for (RecordKey key : keys) {
            if (key.codable() ? number(blocks, key.unsigned()) : tags().contains(PlannedKey.tag(tags, category, key))) {
                found.add(key);
            }
        }
        return found;
    }

    /** Hands out the numbers it lets go, in ascending order, at most so many at a time. */
    public void numbers(int most, Consumer<List<RecordKey>> reader) {
        Iterator<PlannedKey> all =
                new PlanKeyBlockReader(jdbc).all(plan, category, PlanKeyRole.GOING, PlannedKey.NUMBERS);
        List<RecordKey> part = new ArrayList<>();
        while (all.hasNext()) {
            part.add(new RecordKey(Long.toUnsignedString(all.next().low()), true));
            if (part.size() == most || !all.hasNext()) {
                reader.accept(List.copyOf(part));
                part.clear();
            }
        }
    }

    /** How many it lets go that are known by their tags alone. */
    public long tagged() {
        return tags().size();
    }

    /** Reads the whole plan once; what it lets go is known by its blocks, without their bodies. */
    public List<PlanKeyBlock> open() {
        List<PlanKeyBlock> known = directory;
        if (known == null) {
            known = new PlanKeyBlockReader(jdbc).checked(plan, category);
            directory = known;
        }
        return known;
    }

    private boolean number(List<PlanKeyBlock> blocks, long key) {
        int from = 0;
        int to = blocks.size() - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            PlanKeyBlock block = blocks.get(middle);
            if (block.form().equals(PlannedKey.TAGS) || Long.compareUnsigned(key, block.first()) < 0) {
                to = middle - 1;
            } else if (Long.compareUnsigned(key, block.last()) > 0) {
                from = middle + 1;
            } else {
                return keys(block).contains(PlannedKey.number(key));
            }
        }
        return false;
    }

    private Set<PlannedKey> keys(PlanKeyBlock block) {
        Set<PlannedKey> known = near.get(block.number());
        if (known == null) {
            if (near.size() == NEAR) {
                Iterator<Integer> oldest = near.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
            known = new HashSet<>(new PlanKeyBlockReader(jdbc).keys(plan, category, block));
            near.put(block.number(), known);
        }
        return known;
    }

    private Set<PlannedKey> tags() {
        Set<PlannedKey> known = tagged;
        if (known == null) {
            known = new HashSet<>();
            for (PlanKeyBlock block : new ArrayList<>(open())) {
                if (block.form().equals(PlannedKey.TAGS)) {
                    known.addAll(new PlanKeyBlockReader(jdbc).keys(plan, category, block));
                }
            }
            tagged = known;
        }
        return known;
    }
}
