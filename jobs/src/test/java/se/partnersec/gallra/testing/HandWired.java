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
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.rules.LimitsReader;
import se.partnersec.gallra.config.rules.PolicyReader;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.RunControl;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrderRepository;
import se.partnersec.gallra.runs.launch.BatchConfiguration;
import se.partnersec.gallra.runs.launch.RunEnvironment;
import se.partnersec.gallra.runs.launch.RunLauncher;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.lease.CategoryLease;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.runs.throttle.ThrottleConditions;

/** The rooms wired as the house wires them, with a data source, bucket and categories of the test's choice. */
public final class HandWired implements AutoCloseable {
    private final HikariDataSource work;
    private final HikariDataSource control;
    private final BatchConfiguration batch;
    private final RunEnvironment tools;

    /** @param change of each statement of the runs */
    public static HandWired rewriting(Workplace place, UnaryOperator<String> change, CrashPoint.Witness witness) {
        return new HandWired(
                place.settings(),
                SourceMappingReader.read(place.configFolder().resolve("sources.yml"), Categories.needs()),
                Categories.all(),
                place.bucket(),
                source -> new Rewriting(source, change),
                UnaryOperator.identity(),
                witness);
    }

    /** @param aroundControl the data source of heartbeats and orders */
    public HandWired(
            GallraSettings settings,
            SourceMapping sources,
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
                new ThrottleConditions(ThrottlePolicy.NONE, Clock.systemUTC(), List.of()),
                witness);
    }

    public HandWired(
            GallraSettings settings,
            SourceMapping sources,
            Map<DataCategory, Category> categories,
            ObjectBucket bucket,
            UnaryOperator<DataSource> around,
            UnaryOperator<DataSource> aroundControl,
            ThrottleConditions conditions,
            CrashPoint.Witness witness) {
        work = DataSourceFactory.pool(settings, DatabaseRole.JOB, 4);
        control = DataSourceFactory.pool(settings, DatabaseRole.JOB, 2);
        DataSource wrapped = around.apply(work);
        JdbcTransactionManager manager = new JdbcTransactionManager(wrapped);
        batch = new BatchConfiguration(wrapped, manager);
        JdbcTemplate jdbc = new JdbcTemplate(wrapped);
        JdbcTemplate controlJdbc = new JdbcTemplate(aroundControl.apply(control));
        RunResources resources = new RunResources(
                jdbc,
                manager,
                batch.repository(),
                PolicyReader.read(settings.config().resolve("policy.yml")),
                LimitsReader.read(settings.config().resolve("limits.yml")),
                // Its runs go by no files, so nobody could have put them in force.
                new RulesInForce(jdbc, "0".repeat(64), LimitPolicy.DEFAULT, true),
                sources,
                KeyTypes.read(jdbc, sources),
                settings.tags(),
                bucket,
                DeletePrecondition.VERSION_IDS,
                witness,
                (seen, counts) -> {},
                RunControl.NONE);
        tools = new RunEnvironment(
                batch,
                resources,
                new CategoryLease(
                        controlJdbc, new TransactionTemplate(new JdbcTransactionManager(control)), "the test"),
                new RunOrderRepository(controlJdbc),
                categories,
                "0".repeat(64),
                settings.chunk(),
                (category, asOf) ->
                        new PreflightReport(List.of(), KeyTypes.read(jdbc, sources), DeletePrecondition.VERSION_IDS),
                conditions);
    }

    public RunEnvironment tools() {
        return tools;
    }

    public List<RunResult> run(DataCategory category, LocalDate asOf) {
        return new RunLauncher(tools).run(category, asOf);
    }

    @Override
    public void close() {
        batch.close();
        control.close();
        work.close();
    }
}
