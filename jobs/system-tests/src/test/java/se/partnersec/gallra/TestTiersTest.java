package se.partnersec.gallra;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Each integration test has exactly one tier: {@code core}, {@code full} or {@code soak}; {@code once} comes on top. */
class TestTiersTest {
    private static final Set<String> TIERS = Set.of("core", "full", "soak");
    private static final Set<String> OTHERS = Set.of("once");
    private static final JavaClasses TESTS =
            new ClassFileImporter().importPath(Path.of("target", "test-classes", "se"));

    @Test
    void every_integration_test_has_one_tier() throws ClassNotFoundException {
        List<String> wrong = new ArrayList<>();
        int tests = 0;
        for (JavaClass each : TESTS) {
            // Whatever Surefire does not run, Failsafe may: also classes of another name than *IT.
            if (!each.getSimpleName().endsWith("Test")
                    && !each.isNestedClass()
                    && !each.getModifiers().contains(JavaModifier.ABSTRACT)) {
                Class<?> type = Class.forName(each.getName(), false, getClass().getClassLoader());
                tests += wrongOf(type, wrong);
            }
        }
        assertThat(tests).isGreaterThan(500);
        assertThat(wrong).isEmpty();
    }

    /** Elsewhere nothing runs them. */
    @Test
    void integration_tests_lie_in_this_module_only() throws IOException {
        for (Path tests : Modules.of("..").folders("src", "test", "java")) {
            try (Stream<Path> files = Files.walk(tests)) {
                assertThat(files.filter(each -> each.toString().endsWith("IT.java")))
                        .isEmpty();
            }
        }
    }

    @Test
    void a_test_without_a_tier_with_two_or_with_an_unknown_tag_is_found() {
        List<String> wrong = new ArrayList<>();
        assertThat(wrongOf(Planted.class, wrong)).isEqualTo(4);
        assertThat(wrong)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("none()", "has the tiers []"),
                        line -> assertThat(line).contains("two()", "core", "full"),
                        line -> assertThat(line).contains("nightly()", "nightly"));
    }

    /** Answers how many test methods there are. */
    private static int wrongOf(Class<?> type, List<String> wrong) {
        List<Method> methods =
                AnnotationSupport.findAnnotatedMethods(type, Testable.class, HierarchyTraversalMode.TOP_DOWN);
        for (Method method : methods) {
            Set<String> tags = Stream.<AnnotatedElement>of(type, method)
                    .flatMap(TestTiersTest::tags)
                    .collect(Collectors.toSet());
            List<String> tiers = tags.stream().filter(TIERS::contains).sorted().toList();
            List<String> unknown = tags.stream()
                    .filter(tag -> !TIERS.contains(tag) && !OTHERS.contains(tag))
                    .toList();
            if (tiers.size() != 1) {
                wrong.add(type.getSimpleName() + "." + method.getName() + "() has the tiers " + tiers
                        + "; tag it with one of core, full and soak");
            }
            if (!unknown.isEmpty()) {
                wrong.add(type.getSimpleName() + "." + method.getName() + "() has unknown tags " + unknown);
            }
        }
        return methods.size();
    }

    private static Stream<String> tags(AnnotatedElement element) {
        return AnnotationSupport.findRepeatableAnnotations(element, Tag.class).stream()
                .map(Tag::value);
    }

    static class Planted {
        @Test
        void none() {}

        @Test
        @Tag("core")
        @Tag("full")
        void two() {}

        @Test
        @Tag("core")
        @Tag("nightly")
        void nightly() {}

        @Test
        @Tag("core")
        @Tag("once")
        void right() {}
    }
}
