package se.partnersec.gallra.testing;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import se.partnersec.gallra.app.boot.GallraContext;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.objectstore.bucket.ConfiguredBucket;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.limit.LimitPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunLauncher;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.runs.preflight.Preflight;
import se.partnersec.gallra.support.exit.RefusedException;

/** The application context of the suite, as the program starts it, on the settings of a test. */
public final class SuiteContext implements AutoCloseable {
    private final AnnotationConfigApplicationContext context;

    private SuiteContext(AnnotationConfigApplicationContext context) {
        this.context = context;
    }

    public static SuiteContext of(GallraSettings settings) {
        return of(settings, Clock.systemUTC(), point -> {});
    }

    public static SuiteContext of(GallraSettings settings, Clock clock, CrashPoint.Witness witness) {
        return of(settings, clock, witness, further -> {});
    }

    /**
     * A run that makes no progress is given up after its fewest tries, and a request is in doubt for a second.
     *
     * @param further beans, in place of those of the same name
     */
    public static SuiteContext of(
            GallraSettings settings,
            Clock clock,
            CrashPoint.Witness witness,
            Consumer<AnnotationConfigApplicationContext> further) {
        Consumer<AnnotationConfigApplicationContext> impatient = context -> context.registerBean(
                "patience",
                RunLauncher.Patience.class,
                () -> new RunLauncher.Patience(Duration.ZERO, Duration.ofSeconds(1)));
        return new SuiteContext(GallraContext.of(settings, clock, witness, impatient.andThen(further)));
    }

    /** A bean that refuses does so as if it had been asked directly. */
    public <T> T bean(Class<T> type) {
        try {
            return context.getBean(type);
        } catch (BeansException e) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof RefusedException refused) {
                    throw refused;
                }
            }
            throw e;
        }
    }

    public DatabaseLogin login(DatabaseRole role) {
        String name = Map.of(
                        DatabaseRole.JOB, "jobLogin",
                        DatabaseRole.READER, "readerLogin",
                        DatabaseRole.FINANCE, "financeLogin",
                        DatabaseRole.SEALER, "sealerLogin",
                        DatabaseRole.OWNER, "ownerLogin")
                .get(role);
        return context.getBean(String.valueOf(name), DatabaseLogin.class);
    }

    public DataSource pool(DatabaseRole role) {
        return login(role).dataSource();
    }

    public StartedRuns runs() {
        return new StartedRuns(bean(RunService.class));
    }

    public StartedReplays replays() {
        return new StartedReplays(this);
    }

    public Preflight preflight() {
        return bean(Preflight.class);
    }

    public GallraSettings settings() {
        return bean(GallraSettings.class);
    }

    public ConfigurationFiles files() {
        return bean(ConfigurationFiles.class);
    }

    public RetentionPolicy policy() {
        return files().policy();
    }

    public SourceMapping sources() {
        return files().sources();
    }

    public LimitPolicy limits() {
        return files().limits();
    }

    public String fingerprint() {
        return files().fingerprint();
    }

    public Category category(DataCategory name) {
        return bean(CategoryRegistry.class).get(name);
    }

    public @Nullable ObjectBucket bucket() {
        return bean(ConfiguredBucket.class).bucket();
    }

    /** Makes every bean, so that one that is missing is found. */
    public void makeAll() {
        for (String name : context.getBeanDefinitionNames()) {
            context.getBean(name);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
