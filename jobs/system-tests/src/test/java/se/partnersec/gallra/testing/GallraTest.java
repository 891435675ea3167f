package se.partnersec.gallra.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An integration test on a small company of its own: a pair of schemas, a bucket, and accounts with the shipped rights.
 *
 * <p>The constructor of the test may have parameters of the types {@link Workplace}, {@code LocalDate} (today by the company's
 * clock), {@code Clock}, and of any type with one constructor that takes parameters of these types, such as {@link PlanPeople}.
 * There is one of each for a test class, closed after its last test. Before each test the company's tables and bucket are
 * emptied, and each {@link Fixture} writes its records.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Inherited
@ExtendWith(GallraExtension.class)
public @interface GallraTest {
    /** The most records of a chunk. */
    int chunk() default 10;

    PolicyVariant policy() default PolicyVariant.ALL_AT_ONCE;

    Share share() default Share.CLASS;

    /** True for a database server that no other test process uses: for tests that change settings of the server. */
    boolean ownServer() default false;

    /** Lifetime of the company. */
    enum Share {
        /** One for all tests of the class, emptied before each. */
        CLASS,
        /** One for all tests of the class, which go on from each other's records. */
        CLASS_IN_SEQUENCE,
        /** A new one for each test: for tests that change tables. */
        TEST
    }

    /** Changes to the shipped policy. */
    enum PolicyVariant {
        SHIPPED(UnaryOperator.identity()),
        /** Without a spread, so that no test depends on whether a key's night in January has come. */
        ALL_AT_ONCE(Workplace::allAtOnce),
        /** The same, with a period for each category that has none in the shipped policy. */
        WITH_PERIODS(policy -> Scene.withPeriods(Workplace.allAtOnce(policy)));

        private final UnaryOperator<String> change;

        PolicyVariant(UnaryOperator<String> change) {
            this.change = change;
        }

        UnaryOperator<String> change() {
            return change;
        }
    }
}
