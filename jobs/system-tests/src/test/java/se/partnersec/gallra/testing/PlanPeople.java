package se.partnersec.gallra.testing;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.planning.plan.LimitPreview;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;

/** Anna makes plans, Bo approves them, each under a login of their own with the shipped rights. */
public final class PlanPeople {
    public final PermitPeople people;
    public final PlanService annas;
    public final PlanService bos;
    private final Workplace work;

    public PlanPeople(Workplace work, PermitPeople people) {
        this.work = work;
        this.people = people;
        this.annas = service(people.anna);
        this.bos = service(people.bo);
    }

    public static PlanService service(DataSource pool) {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
        return new PlanService(new JdbcTemplate(pool), transaction, Workplace.approvals(pool), 24, CategoryIds.ALL);
    }

    /** Under the account that only reads. */
    public static Planner planner(SuiteContext suite) {
        DataSource reader = suite.pool(DatabaseRole.READER);
        return new Planner(
                reader,
                suite.policy(),
                new LimitPreview(suite.limits(), suite.fingerprint()),
                suite.sources(),
                KeyTypes.read(new JdbcTemplate(reader), suite.sources()),
                suite.settings().tags());
    }

    /** Of today, by Anna. */
    public SavedPlan made(DataCategory... categories) {
        try (SuiteContext suite = work.suite()) {
            Planner planner = planner(suite);
            List<PlanService.Draft> drafts = Arrays.stream(categories)
                    .map(category ->
                            planner.draw(suite.category(category), work.today()).draft())
                    .toList();
            return annas.save(work.today(), suite.fingerprint(), drafts);
        }
    }

    /** By Anna, and approved by Bo. */
    public SavedPlan approved(DataCategory... categories) {
        return approve(made(categories));
    }

    public SavedPlan approve(SavedPlan plan) {
        return bos.approve(plan.id(), work.fingerprint());
    }

    public RunResult run(DataCategory category, SavedPlan plan) {
        return run(category, plan, point -> {});
    }

    public RunResult run(DataCategory category, SavedPlan plan, CrashPoint.Witness witness) {
        try (SuiteContext suite = work.suite(witness)) {
            return suite.runs().runPlan(category, plan.id());
        }
    }

    public SavedPlan now(SavedPlan plan) {
        return new PlanRepository(work.admin()).get(plan.id());
    }
}
