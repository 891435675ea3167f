package se.partnersec.gallra.runs.replay;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plan.ReplayTerms;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerPageReader.Chain;
import se.partnersec.gallra.ledger.entry.LedgerRow;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Where one person asks that what was erased before a restore be erased again. Everything is checked before anything is
 * written, and what is written is a plan: another login approves it as any other, and a run can do no more than it says.
 */
public final class ReplayService {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private final JdbcTemplate reader;
    private final PlanService plans;
    private final Set<DataCategory> mapped;
    private final Pseudonymizer tags;

    /**
     * @param reader of an account that may read
     * @param plans under the login of whoever asks
     * @param mapped the categories that the mapping names
     */
    public ReplayService(JdbcTemplate reader, PlanService plans, Set<DataCategory> mapped, Pseudonymizer tags) {
        this.reader = reader;
        this.plans = plans;
        this.mapped = Set.copyOf(mapped);
        this.tags = tags;
    }

    /**
     * @param whole whether it is to be about every row of the copy, not only those after the last seal of the database
     * @param lost what became of each step of the gate that is lost, such as {@code 2=entered as H-9}
     * @param fingerprint of policy and sources as they are now
     * @throws RefusedException if the copy does not fit the database, there is nothing to do, or a lost step of the gate has no answer
     */
    public SavedPlan ask(VerifiedLedgerCopy copy, boolean whole, List<String> lost, String fingerprint, String reason) {
        plans.mustBeAllowed();
        LedgerDifference restored = new LedgerDifference(reader);
        List<ReplayTerms.Rows> missing = restored.missing(copy);
        long newest = restored.newestSeal(copy);
        Map<Chain, Long> known = whole ? Map.of() : copy.endsBy(newest);
        List<PlanService.Draft> drafts = drafts(copy, known, missing);
        List<ReplayTerms.Lost> answered = LostSteps.of(reader, copy).answered(lost);
        if (drafts.isEmpty()) {
            throw RefusedException.refused(SENTENCES.say("replay.database-every-row-every-seal-copy"));
        }
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(reader).now());
        ReplayTerms terms = new ReplayTerms(
                copy.input(),
                copy.last().number(),
                copy.last().hash(),
                copy.last().holdEpoch(),
                whole,
                missing,
                answered);
        return plans.saveReplay(today, fingerprint, drafts, terms, reason);
    }

    /** One of each category that the ledger lost rows of, or that something is to be erased of again. */
    private List<PlanService.Draft> drafts(
            VerifiedLedgerCopy copy, Map<Chain, Long> known, List<ReplayTerms.Rows> missing) {
        Map<DataCategory, ErasedKeys> found = new TreeMap<>();
        missing.forEach(rows -> found.computeIfAbsent(category(rows.category()), ErasedKeys::new));
        Map<String, DataCategory> names = new HashMap<>();
        copy.each(stored -> {
            LedgerRow row = stored.row();
            if (row.seq() > known.getOrDefault(new Chain(row.category(), row.part()), 0L)) {
                ErasedKeys keys =
                        found.computeIfAbsent(names.computeIfAbsent(row.category(), this::category), ErasedKeys::new);
                LedgerItem.Codec.read(row.items()).forEach(keys::add);
            }
        });
        if (found.values().stream().anyMatch(ErasedKeys::tagged)) {
            requireTagKey(copy);
        }
        List<PlanService.Draft> drafts = new ArrayList<>();
        found.values().forEach(keys -> drafts.add(keys.draft(tags)));
        return drafts;
    }

    private DataCategory category(String name) {
        DataCategory category = DataCategory.parse(name).orElse(null);
        if (category == null || !mapped.contains(category)) {
            throw RefusedException.refused(SENTENCES.say("replay.copy-names-records-which-sources-yml", name));
        }
        return category;
    }

    /** With another key no tag would match anything, and everything would seem to be gone. */
    private void requireTagKey(VerifiedLedgerCopy copy) {
        String check = copy.keyCheck();
        if (check.isEmpty()) {
            throw RefusedException.refused(SENTENCES.say("replay.copy-names-records-keyed-tags-does"));
        }
        if (!check.equals(tags.fingerprint())) {
            throw RefusedException.refused(SENTENCES.say("replay.copy-names-records-keyed-tags-another"));
        }
    }
}
