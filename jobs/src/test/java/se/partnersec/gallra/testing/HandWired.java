package se.partnersec.gallra.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approval.RulesInForce;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.engine.Brake;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.CrashPoint;
import se.partnersec.gallra.engine.RunResources;
import se.partnersec.gallra.policy.BrakePolicy;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.LimitPolicy;
import se.partnersec.gallra.run.Batch;
import se.partnersec.gallra.run.CategoryLease;
import se.partnersec.gallra.run.Conditions;
import se.partnersec.gallra.run.PreflightReport;
import se.partnersec.gallra.run.RunOrders;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.run.RunTools;
import se.partnersec.gallra.run.Runs;
import se.partnersec.gallra.store.Databases;
import se.partnersec.gallra.store.DeleteGuard;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.LimitsFile;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.PolicyFile;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.Settings;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.SourcesFile;

/** The rooms wired as the house wires them, with a data source, bucket and categories of the test's choice. */
public final class HandWired implements AutoCloseable {
    private final HikariDataSource work;
    private final HikariDataSource control;
    private final Batch batch;
    private final RunTools tools;

    /** @param change of each statement of the runs */
    public static HandWired rewriting(Workplace place, UnaryOperator<String> change, CrashPoint.Witness witness) {
        return new HandWired(
                place.settings(),
                SourcesFile.read(place.configFolder().resolve("sources.yml"), Categories.needs()),
                Categories.all(),
                place.bucket(),
                source -> new Rewriting(source, change),
                UnaryOperator.identity(),
                witness);
    }

    /** @param aroundControl the data source of heartbeats and orders */
    public HandWired(
            Settings settings,
            Sources sources,
            Map<DataCategory, Category> categories,
            ObjectBucket bucket,
            UnaryOperator<DataSource> around,
            UnaryOperator<DataSource> aroundControl,
            CrashPoint.Witness witness) {
        this(
                settings,
                sources,
                categories,
                bucket,
                around,
                aroundControl,
                new Conditions(BrakePolicy.NONE, Clock.systemUTC(), List.of()),
                witness);
    }

    public HandWired(
            Settings settings,
            Sources sources,
            Map<DataCategory, Category> categories,
            ObjectBucket bucket,
            UnaryOperator<DataSource> around,
            UnaryOperator<DataSource> aroundControl,
            Conditions conditions,
            CrashPoint.Witness witness) {
        work = Databases.pool(settings, Role.JOB, 4);
        control = Databases.pool(settings, Role.JOB, 2);
        DataSource wrapped = around.apply(work);
        JdbcTransactionManager manager = new JdbcTransactionManager(wrapped);
        batch = new Batch(wrapped, manager);
        JdbcTemplate jdbc = new JdbcTemplate(wrapped);
        JdbcTemplate controlJdbc = new JdbcTemplate(aroundControl.apply(control));
        RunResources resources = new RunResources(
                jdbc,
                manager,
                batch.repository(),
                PolicyFile.read(settings.config().resolve("policy.yml")),
                LimitsFile.read(settings.config().resolve("limits.yml")),
                // Its runs go by no files, so nobody could have put them in force.
                new RulesInForce(jdbc, "0".repeat(64), LimitPolicy.DEFAULT, true),
                sources,
                KeyKinds.read(jdbc, sources),
                settings.tags(),
                bucket,
                DeleteGuard.VERSION_IDS,
                witness,
                (seen, counts) -> {},
                Brake.NONE);
        tools = new RunTools(
                batch,
                resources,
                new CategoryLease(
                        controlJdbc, new TransactionTemplate(new JdbcTransactionManager(control)), "the test"),
                new RunOrders(controlJdbc),
                categories,
                "0".repeat(64),
                settings.chunk(),
                (category, asOf) ->
                        new PreflightReport(List.of(), KeyKinds.read(jdbc, sources), DeleteGuard.VERSION_IDS),
                conditions);
    }

    public RunTools tools() {
        return tools;
    }

    public List<RunResult> run(DataCategory category, LocalDate asOf) {
        return new Runs(tools).run(category, asOf);
    }

    @Override
    public void close() {
        batch.close();
        control.close();
        work.close();
    }
}
