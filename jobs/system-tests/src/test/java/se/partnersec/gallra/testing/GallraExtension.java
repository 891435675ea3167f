package se.partnersec.gallra.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Fixtures of {@link GallraTest}: made when a test first asks for them, closed in reverse order. */
final class GallraExtension implements ExecutionCondition, ParameterResolver, BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(GallraExtension.class);
    private static final Set<Class<?>> VALUES = Set.of(LocalDate.class, Clock.class, SuiteContext.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean alone = context.getTestClass()
                .flatMap(type -> AnnotationSupport.findAnnotation(type, GallraTest.class))
                .filter(GallraTest::ownServer)
                .isPresent();
        return alone && !TestDatabase.startsItsOwn()
                ? ConditionEvaluationResult.disabled("other tests use the server of " + TestDatabase.URL)
                : ConditionEvaluationResult.enabled("there is a server for it");
    }

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        // Parameters of methods are for others, such as the arguments of a parameterized test.
        return parameter.getDeclaringExecutable() instanceof Constructor<?>
                && isFixture(parameter.getParameter().getType());
    }

    private static boolean isFixture(Class<?> type) {
        return type == Workplace.class || VALUES.contains(type) || constructor(type) != null;
    }

    /** The one constructor, if it takes fixtures only; types of other packages are nobody's fixture. */
    private static @Nullable Constructor<?> constructor(Class<?> type) {
        Constructor<?>[] all = type.getDeclaredConstructors();
        return type.getName().startsWith("se.partnersec.gallra.")
                        && all.length == 1
                        && all[0].getParameterCount() > 0
                        && Arrays.stream(all[0].getParameterTypes()).allMatch(GallraExtension::isFixture)
                ? all[0]
                : null;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return company(context).get(parameter.getParameter().getType());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        company(context).prepare();
    }

    private static Company company(ExtensionContext context) {
        GallraTest settings = settings(context);
        return owner(context, settings)
                .getStore(NAMESPACE)
                .computeIfAbsent(Company.class, type -> new Company(settings), Company.class);
    }

    private static GallraTest settings(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), GallraTest.class)
                .orElseThrow(() -> new IllegalStateException(
                        context.getRequiredTestClass() + " uses fixtures and is not annotated with @GallraTest"));
    }

    /** The context at whose end the company is closed. */
    private static ExtensionContext owner(ExtensionContext context, GallraTest settings) {
        boolean perTest = settings.share() == GallraTest.Share.TEST;
        if (perTest && context.getTestInstanceLifecycle().equals(Optional.of(Lifecycle.PER_CLASS))) {
            throw new IllegalStateException(
                    context.getRequiredTestClass() + ": a company for each test needs an instance for each test");
        }
        if (perTest && context.getTestMethod().isEmpty()) {
            throw new IllegalStateException(
                    context.getRequiredTestClass() + ": a company for each test is not there before the first test");
        }
        ExtensionContext owner = context;
        while (!perTest && owner.getTestMethod().isPresent()) {
            owner = owner.getParent().orElseThrow();
        }
        return owner;
    }

    /** The fixtures of a test class or a test, in the order in which they were made. */
    private static final class Company implements AutoCloseable {
        private final Map<Class<?>, Object> made = new LinkedHashMap<>();
        private final GallraTest settings;
        private boolean prepared;

        Company(GallraTest settings) {
            this.settings = settings;
            made.put(Workplace.class, workplace(settings));
        }

        private static Workplace workplace(GallraTest settings) {
            return settings.ownServer()
                    ? Workplace.onItsOwnServer(
                            settings.chunk(), settings.policy().change())
                    : new Workplace(settings.chunk(), settings.policy().change());
        }

        private Workplace work() {
            return (Workplace) get(Workplace.class);
        }

        Object get(Class<?> type) {
            Object known = made.get(type);
            if (known != null) {
                return known;
            }
            if (type == LocalDate.class) {
                return work().today();
            }
            Object created = type == Clock.class
                    ? Clock.systemUTC()
                    : type == SuiteContext.class ? work().suite() : create(constructor(type));
            made.put(type, created);
            return created;
        }

        private Object create(@Nullable Constructor<?> constructor) {
            if (constructor == null) {
                throw new IllegalStateException("no fixture");
            }
            Object[] arguments = Arrays.stream(constructor.getParameters())
                    .map(Parameter::getType)
                    .map(this::get)
                    .toArray();
            try {
                constructor.setAccessible(true);
                return constructor.newInstance(arguments);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(constructor + ": " + e.getCause(), e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        void prepare() {
            if (settings.share() == GallraTest.Share.CLASS_IN_SEQUENCE && prepared) {
                return;
            }
            if (settings.share() == GallraTest.Share.CLASS) {
                work().clear();
            }
            prepared = true;
            made.values().forEach(each -> {
                if (each instanceof Fixture fixture) {
                    fixture.fill();
                }
            });
        }

        @Override
        public void close() throws Exception {
            List<Object> latestFirst = new ArrayList<>(made.values());
            Collections.reverse(latestFirst);
            for (Object each : latestFirst) {
                if (each instanceof AutoCloseable open) {
                    open.close();
                }
            }
        }
    }
}
