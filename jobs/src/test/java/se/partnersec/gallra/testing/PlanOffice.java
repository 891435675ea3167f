package se.partnersec.gallra.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.House;
import se.partnersec.gallra.engine.CrashPoint;
import se.partnersec.gallra.plan.LimitOutlook;
import se.partnersec.gallra.plan.Planner;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.saved.PlanDesk;
import se.partnersec.gallra.saved.PlanRegister;
import se.partnersec.gallra.saved.SavedPlan;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.Role;

/** Anna makes plans, Bo approves them, each under a login of their own with the shipped rights. */
public final class PlanOffice {
    public final PermitOffice people;
    public final PlanDesk annas;
    public final PlanDesk bos;
    private final Workplace work;

    public PlanOffice(Workplace work, PermitOffice people) {
        this.work = work;
        this.people = people;
        this.annas = desk(people.anna);
        this.bos = desk(people.bo);
    }

    public static PlanDesk desk(HikariDataSource pool) {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
        return new PlanDesk(new JdbcTemplate(pool), transaction, Workplace.approvals(pool), 24);
    }

    /** Under the account that only reads. */
    public static Planner planner(House house) {
        HikariDataSource reader = house.pool(Role.READER);
        return new Planner(
                reader,
                house.policy(),
                new LimitOutlook(house.limits(), house.fingerprint()),
                house.sources(),
                KeyKinds.read(new JdbcTemplate(reader), house.sources()));
    }

    /** Of today, by Anna. */
    public SavedPlan made(DataCategory... categories) {
        try (House house = work.house()) {
            Planner planner = planner(house);
            List<PlanDesk.Draft> drafts = Arrays.stream(categories)
                    .map(category -> planner.draw(
                                    house.category(category),
                                    work.today(),
                                    house.settings().tags())
                            .draft())
                    .toList();
            return annas.save(work.today(), house.fingerprint(), drafts);
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
        try (House house = work.house(witness)) {
            return house.runs().runPlan(category, plan.id());
        }
    }

    public SavedPlan now(SavedPlan plan) {
        return new PlanRegister(work.admin()).get(plan.id());
    }
}
