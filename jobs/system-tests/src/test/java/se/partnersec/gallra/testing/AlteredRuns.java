package se.partnersec.gallra.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.login.Control;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Job;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.policy.limit.ThrottlePolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.runs.preflight.RunPreflight;
import se.partnersec.gallra.runs.throttle.LoadThrottle;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.testing.assertion.Rewriting;

/** Runs with data sources and throttling of the test's choice, and without the checks before a run. */
public final class AlteredRuns implements AutoCloseable {
    private final HikariDataSource work;
    private final HikariDataSource control;
    private final SuiteContext suite;

    /** @param change of each statement of the runs */
    public static AlteredRuns rewriting(Workplace place, UnaryOperator<String> change, CrashPoint.Witness witness) {
        return new AlteredRuns(
                place.settings(), source -> new Rewriting(source, change), UnaryOperator.identity(), witness);
    }

    /** @param aroundControl the data source of heartbeats and orders */
    public AlteredRuns(
            GallraSettings settings,
            UnaryOperator<DataSource> around,
            UnaryOperator<DataSource> aroundControl,
            CrashPoint.Witness witness) {
        this(
                settings,
                around,
                aroundControl,
                new LoadThrottle.Conditions(ThrottlePolicy.NONE, Clock.systemUTC(), List.of()),
                witness);
    }

    public AlteredRuns(
            GallraSettings settings,
            UnaryOperator<DataSource> around,
            UnaryOperator<DataSource> aroundControl,
            LoadThrottle.Conditions conditions,
            CrashPoint.Witness witness) {
        work = DataSourceFactory.pool(settings, DatabaseRole.JOB, 4);
        control = DataSourceFactory.pool(settings, DatabaseRole.JOB, 2);
        DatabaseLogin job = new DatabaseLogin(() -> around.apply(work));
        suite = SuiteContext.of(settings, Clock.systemUTC(), witness, context -> {
            login(context, "jobLogin", Job.class, job);
            login(context, "controlLogin", Control.class, new DatabaseLogin(() -> aroundControl.apply(control)));
            // Adopted rules are asked elsewhere.
            context.registerBean(
                    "jobRules",
                    RulesInForce.class,
                    () -> new RulesInForce(job.jdbc(), suite().fingerprint(), suite().limits(), true),
                    definition -> qualify((AbstractBeanDefinition) definition, Job.class));
            context.registerBean(
                    "preflight",
                    RunPreflight.class,
                    () -> (categories, asOf) -> new PreflightReport(
                            List.of(),
                            KeyTypes.read(job.jdbc(), suite().sources()),
                            DeletePrecondition.VERSION_IDS,
                            BucketFacts.Fencing.FENCED));
            context.registerBean("throttleConditions", LoadThrottle.Conditions.class, () -> conditions);
        });
    }

    /** Asked by beans that are made after the context. */
    private SuiteContext suite() {
        return suite;
    }

    private static void login(
            AnnotationConfigApplicationContext context,
            String name,
            Class<? extends Annotation> role,
            DatabaseLogin login) {
        context.registerBean(
                name,
                DatabaseLogin.class,
                () -> login,
                definition -> qualify((AbstractBeanDefinition) definition, role));
    }

    private static void qualify(AbstractBeanDefinition definition, Class<? extends Annotation> role) {
        definition.addQualifier(new AutowireCandidateQualifier(role));
        definition.setLazyInit(true);
    }

    public List<RunResult> run(DataCategory category, LocalDate asOf) {
        return suite.runs().run(category, asOf);
    }

    public List<RunResult> run(DataCategory category, LocalDate asOf, RunSession session) {
        return suite.bean(RunService.class).run(category, asOf, session);
    }

    @Override
    public void close() {
        suite.close();
        control.close();
        work.close();
    }
}
