package se.partnersec.gallra.app.wiring;

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
import se.partnersec.gallra.approvals.adoption.Adoption;
import se.partnersec.gallra.approvals.adoption.AdoptionService;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.approvals.plan.PlanComparison;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.cli.rooms.PlanRooms;
import se.partnersec.gallra.config.rules.LimitsReader;
import se.partnersec.gallra.config.rules.PolicyReader;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.database.schema.PolicyVersionRepository;
import se.partnersec.gallra.planning.forecast.PolicyImpact;
import se.partnersec.gallra.planning.forecast.PolicyVersion;
import se.partnersec.gallra.planning.forecast.StoredPolicies;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Plans that are kept: made and read under the account that reads; saved, approved and rejected under that of finance. */
final class PlanningService implements PlanRooms {
    /** The account is not let in, or may not write there. */
    private static final Set<Integer> MAY_NOT = Set.of(1044, 1045, 1142, 1143, 1227, 1370, 1698);

    private final Supplier<House> opened;
    private final Supplier<Questions> questions;
    private final Clock clock;

    /** Both are opened when the first question needs them. */
    PlanningService(Supplier<House> opened, Supplier<Questions> questions, Clock clock) {
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
        List<PlanService.Draft> drafts =
                drawn.stream().map(Planner.Drawn::draft).toList();
        SavedPlan saved = null;
        String why = null;
        try {
            PlanService desk = desk();
            desk.mustBeAllowed();
            new PolicyVersionRepository(finance()).note(house().policy(), house().sources());
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
    public List<PolicyImpact.Change> policyDiff(
            String earlier, @Nullable String later, Locale language, boolean count) {
        PolicyVersion now = later == null ? atHand() : version(later);
        Map<DataCategory, PolicyVersion> then = of(version(earlier));
        List<PolicyImpact.Change> changes = PolicyImpact.words(then, now, language);
        return count ? counted(changes, then, now) : changes;
    }

    @Override
    public Adopting adopting(Locale language, boolean count) {
        Adoption adoption = RulesInForce.inForce(reader()).orElse(null);
        PolicyVersion before =
                adoption == null ? null : stored().adopted(adoption).orElse(null);
        Map<DataCategory, PolicyVersion> then = before == null ? Map.of() : of(before);
        List<PolicyImpact.Change> changes = before == null
                ? PolicyImpact.all(house().sources().tables().keySet(), house().policy(), language)
                : PolicyImpact.words(then, atHand(), language);
        return new Adopting(
                adoption,
                adoption == null || before != null,
                count ? counted(changes, then, atHand()) : changes,
                house().limits().differences(limits(adoption)));
    }

    /** Null too where another program version's are in force. */
    private static @Nullable LimitPolicy limits(@Nullable Adoption adoption) {
        try {
            return adoption == null ? null : LimitsReader.parse(adoption.id(), adoption.limits());
        } catch (ConfigException e) {
            return null;
        }
    }

    @Override
    public AdoptionService adoptions() {
        return new AdoptionService(finance(), transaction(), house().policy(), house().sources(), house().limits());
    }

    @Override
    public RulesInForce.Standing rules() {
        return house().rules(reader()).standing();
    }

    private List<PolicyImpact.Change> counted(
            List<PolicyImpact.Change> changes, Map<DataCategory, PolicyVersion> then, PolicyVersion now) {
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
                : new PolicyVersion(PolicyReader.read(Path.of(named)), null);
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

    private PlanService desk() {
        return new PlanService(
                finance(),
                transaction(),
                new ApprovalService(finance(), transaction(), house().limits().approvalDays()),
                house().limits().planHours());
    }

    private JdbcTemplate finance() {
        return new JdbcTemplate(house().pool(DatabaseRole.FINANCE));
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(house().pool(DatabaseRole.FINANCE)));
    }

    private PlanRepository register() {
        return new PlanRepository(reader());
    }

    private JdbcTemplate reader() {
        return new JdbcTemplate(house().pool(DatabaseRole.READER));
    }
}
