package se.partnersec.gallra.app.boot;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import se.partnersec.gallra.approvals.ApprovalsConfiguration;
import se.partnersec.gallra.books.BooksConfiguration;
import se.partnersec.gallra.categories.CategoriesConfiguration;
import se.partnersec.gallra.cli.main.CommandExtension;
import se.partnersec.gallra.config.ConfigConfiguration;
import se.partnersec.gallra.config.rules.ConfigFolder;
import se.partnersec.gallra.config.settings.GallraEnvironment;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.DatabaseConfiguration;
import se.partnersec.gallra.erasure.ErasureConfiguration;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.holds.HoldsConfiguration;
import se.partnersec.gallra.ledger.LedgerConfiguration;
import se.partnersec.gallra.objectstore.ObjectStoreConfiguration;
import se.partnersec.gallra.operations.OperationsConfiguration;
import se.partnersec.gallra.planning.PlanningConfiguration;
import se.partnersec.gallra.reports.ReportsConfiguration;
import se.partnersec.gallra.requests.RequestsConfiguration;
import se.partnersec.gallra.requests.letter.LetterConfiguration;
import se.partnersec.gallra.runs.BatchConfiguration;
import se.partnersec.gallra.runs.RunsConfiguration;
import se.partnersec.gallra.support.text.ProgressNote;

/** The application context: the configurations of the modules, and no component scan. The beans of the modules are made when first used. */
public final class GallraContext {
    private static final List<Class<?>> MODULES = List.of(
            ConfigConfiguration.class,
            DatabaseConfiguration.class,
            ObjectStoreConfiguration.class,
            HoldsConfiguration.class,
            LedgerConfiguration.class,
            ApprovalsConfiguration.class,
            BooksConfiguration.class,
            ErasureConfiguration.class,
            CategoriesConfiguration.class,
            PlanningConfiguration.class,
            RunsConfiguration.class,
            BatchConfiguration.class,
            RequestsConfiguration.class,
            LetterConfiguration.class,
            ReportsConfiguration.class,
            OperationsConfiguration.class);

    private GallraContext() {}

    /** By the variables of the environment; the embedded servers where they name no database. */
    public static AnnotationConfigApplicationContext of(Map<String, String> variables, Clock clock, ProgressNote note) {
        return start(clock, point -> {}, note, context -> {
            context.setAllowBeanDefinitionOverriding(false);
            context.register(AppConfiguration.class);
            CommandExtension.installed().forEach(each -> each.configurations().forEach(context::register));
            single(context, GallraEnvironment.class, () -> new GallraEnvironment(variables));
        });
    }

    /** By settings that are known. */
    public static AnnotationConfigApplicationContext of(GallraSettings settings, Clock clock) {
        return of(settings, clock, point -> {}, further -> {});
    }

    /** By the settings of the environment. */
    public static GallraSettings settings(Map<String, String> variables, Clock clock) {
        try (AnnotationConfigApplicationContext context = of(variables, clock, note -> {})) {
            return context.getBean(GallraSettings.class);
        }
    }

    /**
     * By settings that are known.
     *
     * @param witness does nothing in production
     * @param further beans, in place of those of the same name
     */
    public static AnnotationConfigApplicationContext of(
            GallraSettings settings,
            Clock clock,
            CrashPoint.Witness witness,
            Consumer<AnnotationConfigApplicationContext> further) {
        return start(clock, witness, note -> {}, context -> {
            single(
                    context,
                    GallraEnvironment.class,
                    () -> new GallraEnvironment(
                            Map.of("GALLRA_DB_URL", settings.url().toString())));
            single(context, GallraSettings.class, () -> settings);
            single(context, ConfigFolder.class, () -> new ConfigFolder(settings.config()));
            further.accept(context);
        });
    }

    private static AnnotationConfigApplicationContext start(
            Clock clock,
            CrashPoint.Witness witness,
            ProgressNote note,
            Consumer<AnnotationConfigApplicationContext> further) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        MODULES.forEach(context::register);
        single(context, Clock.class, () -> clock);
        single(context, CrashPoint.Witness.class, () -> witness);
        single(context, ProgressNote.class, () -> note);
        further.accept(context);
        context.refresh();
        return context;
    }

    private static <T> void single(AnnotationConfigApplicationContext context, Class<T> type, Supplier<T> bean) {
        context.registerBean(type, bean);
    }
}
