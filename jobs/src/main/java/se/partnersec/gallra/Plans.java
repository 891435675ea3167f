package se.partnersec.gallra;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approval.Adoption;
import se.partnersec.gallra.approval.AdoptionDesk;
import se.partnersec.gallra.approval.ApprovalDesk;
import se.partnersec.gallra.approval.RulesInForce;
import se.partnersec.gallra.cli.PlanRooms;
import se.partnersec.gallra.plan.Planner;
import se.partnersec.gallra.plan.PolicyChanges;
import se.partnersec.gallra.plan.PolicyVersion;
import se.partnersec.gallra.plan.StoredPolicies;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.LimitPolicy;
import se.partnersec.gallra.policy.SwedishCalendar;
import se.partnersec.gallra.saved.PlanComparison;
import se.partnersec.gallra.saved.PlanDesk;
import se.partnersec.gallra.saved.PlanRegister;
import se.partnersec.gallra.saved.SavedPlan;
import se.partnersec.gallra.store.ConfigException;
import se.partnersec.gallra.store.LimitsFile;
import se.partnersec.gallra.store.PolicyFile;
import se.partnersec.gallra.store.PolicyTexts;
import se.partnersec.gallra.store.Role;

/** Plans that are kept: made and read under the account that reads; saved, approved and rejected under that of finance. */
final class Plans implements PlanRooms {
    /** The account is not let in, or may not write there. */
    private static final Set<Integer> MAY_NOT = Set.of(1044, 1045, 1142, 1143, 1227, 1370, 1698);

    private final Supplier<House> opened;
    private final Supplier<Questions> questions;
    private final Clock clock;

    /** Both are opened when the first question needs them. */
    Plans(Supplier<House> opened, Supplier<Questions> questions, Clock clock) {
        this.opened = opened;
        this.questions = questions;
        this.clock = clock;
    }

    private House house() {
        return opened.get();
    }

    @Override
    public Made make(List<DataCategory> categories, LocalDate asOf) {
        List<Planner.Drawn> drawn = new ArrayList<>();
        categories.forEach(category -> drawn.add(questions.get().draw(category, asOf)));
        List<PlanDesk.Draft> drafts = drawn.stream().map(Planner.Drawn::draft).toList();
        SavedPlan saved = null;
        String why = null;
        try {
            PlanDesk desk = desk();
            desk.mustBeAllowed();
            new PolicyTexts(finance()).note(house().policy(), house().sources());
            saved = desk.save(asOf, house().fingerprint(), drafts);
        } catch (RuntimeException e) {
            why = mayNot(e);
            if (why == null) {
                throw e;
            }
        }
        return new Made(drawn.stream().map(Planner.Drawn::line).toList(), saved, why);
    }

    /** What the server says to an account that may not; null if it was something else. */
    static @Nullable String mayNot(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && MAY_NOT.contains(sql.getErrorCode())) {
                return String.valueOf(sql.getMessage()).lines().findFirst().orElse("");
            }
        }
        return null;
    }

    @Override
    public List<PolicyChanges.Change> policyDiff(
            String earlier, @Nullable String later, Locale language, boolean count) {
        PolicyVersion now = later == null ? atHand() : version(later);
        Map<DataCategory, PolicyVersion> then = of(version(earlier));
        List<PolicyChanges.Change> changes = PolicyChanges.words(then, now, language);
        return count ? counted(changes, then, now) : changes;
    }

    @Override
    public Adopting adopting(Locale language, boolean count) {
        Adoption adoption = RulesInForce.inForce(reader()).orElse(null);
        PolicyVersion before =
                adoption == null ? null : stored().adopted(adoption).orElse(null);
        Map<DataCategory, PolicyVersion> then = before == null ? Map.of() : of(before);
        List<PolicyChanges.Change> changes = before == null
                ? PolicyChanges.all(house().sources().tables().keySet(), house().policy(), language)
                : PolicyChanges.words(then, atHand(), language);
        return new Adopting(
                adoption,
                adoption == null || before != null,
                count ? counted(changes, then, atHand()) : changes,
                house().limits().differences(limits(adoption)));
    }

    /** Null too where another program version's are in force. */
    private static @Nullable LimitPolicy limits(@Nullable Adoption adoption) {
        try {
            return adoption == null ? null : LimitsFile.parse(adoption.id(), adoption.limits());
        } catch (ConfigException e) {
            return null;
        }
    }

    @Override
    public AdoptionDesk adoptions() {
        return new AdoptionDesk(finance(), transaction(), house().policy(), house().sources(), house().limits());
    }

    @Override
    public RulesInForce.Standing rules() {
        return house().rules(reader()).standing();
    }

    private List<PolicyChanges.Change> counted(
            List<PolicyChanges.Change> changes, Map<DataCategory, PolicyVersion> then, PolicyVersion now) {
        return questions.get().policyChanges().counted(changes, then, now, SwedishCalendar.localDate(clock.instant()));
    }

    private static Map<DataCategory, PolicyVersion> of(PolicyVersion version) {
        Map<DataCategory, PolicyVersion> all = new EnumMap<>(DataCategory.class);
        for (DataCategory category : DataCategory.values()) {
            all.put(category, version);
        }
        return all;
    }

    private PolicyVersion atHand() {
        return new PolicyVersion(house().policy(), house().sources().canonical());
    }

    private PolicyVersion version(String named) {
        if (named.equals(StoredPolicies.ADOPTED)) {
            return stored().adopted();
        }
        return StoredPolicies.fingerprint(named)
                ? stored().of(named)
                : new PolicyVersion(PolicyFile.read(Path.of(named)), null);
    }

    private StoredPolicies stored() {
        return new StoredPolicies(reader());
    }

    @Override
    public List<SavedPlan> list(boolean all, int limit) {
        return register().list(all, limit);
    }

    @Override
    public SavedPlan get(String id) {
        return register().get(id);
    }

    @Override
    public @Nullable SavedPlan ofRun(long runId) {
        return register().ofRun(runId).orElse(null);
    }

    @Override
    public List<PlanComparison.Difference> compare(SavedPlan earlier, SavedPlan later) {
        return new PlanComparison(reader()).compare(earlier, later);
    }

    @Override
    public SavedPlan approve(String id) {
        return desk().approve(id, house().fingerprint());
    }

    @Override
    public SavedPlan reject(String id, String reason) {
        return desk().reject(id, reason);
    }

    private PlanDesk desk() {
        return new PlanDesk(
                finance(),
                transaction(),
                new ApprovalDesk(finance(), transaction(), house().limits().approvalDays()),
                house().limits().planHours());
    }

    private JdbcTemplate finance() {
        return new JdbcTemplate(house().pool(Role.FINANCE));
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(house().pool(Role.FINANCE)));
    }

    private PlanRegister register() {
        return new PlanRegister(reader());
    }

    private JdbcTemplate reader() {
        return new JdbcTemplate(house().pool(Role.READER));
    }
}
