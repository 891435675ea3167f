package se.partnersec.gallra;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rooms of the house, who may use whom, and what may be kept where; each rule returns what breaks it. */
final class FloorPlan {

    static final Map<String, List<String>> ROOMS = Map.ofEntries(
            entry("policy", List.of()),
            entry("support", List.of()),
            entry("paper", List.of()),
            entry("json", List.of()),
            entry("herald", List.of("store", "json")),
            entry("store", List.of("policy")),
            entry("access", List.of("store", "json")),
            entry("horizon", List.of("store", "policy")),
            entry("hold", List.of("store", "policy")),
            entry("ledger", List.of("store", "policy")),
            entry("approval", List.of("hold", "store", "policy")),
            entry("upkeep", List.of("ledger", "store", "policy", "json")),
            entry("seal", List.of("ledger", "store", "policy")),
            entry("books", List.of("approval", "hold", "store", "policy")),
            entry("saved", List.of("approval", "ledger", "hold", "store", "policy")),
            entry("engine", List.of("saved", "approval", "ledger", "hold", "store", "policy")),
            entry("category", List.of("engine", "store", "policy")),
            entry("plan", List.of("engine", "saved", "approval", "ledger", "hold", "store", "policy")),
            entry(
                    "replay",
                    List.of("plan", "engine", "saved", "approval", "seal", "ledger", "hold", "store", "policy")),
            entry("demo", List.of("hold", "store", "policy")),
            entry("request", List.of("plan", "engine", "ledger", "hold", "store", "policy")),
            entry("report", List.of("plan", "engine", "ledger", "books", "hold", "store", "policy", "paper", "json")),
            entry(
                    "certificate",
                    List.of("report", "horizon", "seal", "ledger", "approval", "store", "policy", "paper", "json")),
            entry(
                    "run",
                    List.of(
                            "replay",
                            "plan",
                            "demo",
                            "engine",
                            "saved",
                            "approval",
                            "seal",
                            "ledger",
                            "books",
                            "hold",
                            "store",
                            "policy")),
            entry("metrics", List.of("run", "plan", "engine", "seal", "ledger", "books", "store", "policy")),
            entry(
                    "cli",
                    List.of(
                            "metrics",
                            "herald",
                            "run",
                            "certificate",
                            "access",
                            "upkeep",
                            "horizon",
                            "report",
                            "request",
                            "replay",
                            "plan",
                            "demo",
                            "saved",
                            "approval",
                            "seal",
                            "ledger",
                            "books",
                            "hold",
                            "policy",
                            "json")));

    /** The one package that every other may use without a word in the plan, but for the rules, which stay pure. */
    private static final String SUPPORT = "support";

    private static final Set<String> DOORS = Set.of("cli");
    private static final String ROOT = "";

    private final String base;
    private final JavaClasses classes;

    FloorPlan(String base, JavaClasses classes) {
        this.base = base;
        this.classes = classes;
    }

    List<String> outsideThePlan() {
        return report(
                c -> !room(c).equals(ROOT) && !ROOMS.containsKey(room(c)),
                "is in '%s', which is no room of the plan; move it into one");
    }

    List<String> withoutNullMarks() {
        return report(
                c -> c.getSimpleName().equals("package-info") ? false : !isMarked(c),
                "is in '%s', whose package-info.java lacks @NullMarked");
    }

    List<String> namesThatSayNothing() {
        return report(
                c -> c.getSimpleName().matches(".*(Manager|Helper|Utils?|Impl|Service|Info)|Abstract.*"),
                "in '%s' has a name that says nothing; name what it is");
    }

    List<String> reachingOut() {
        return dependencies((from, to) -> isOurs(to) && !mayUse(room(from), room(to)));
    }

    private static boolean mayUse(String from, String to) {
        return from.equals(ROOT)
                || from.equals(to)
                || (to.equals(SUPPORT) && !from.equals("policy"))
                || ROOMS.getOrDefault(from, List.of()).contains(to);
    }

    List<String> impurePolicy() {
        return dependencies((from, to) -> room(from).equals("policy")
                && !isOurs(to)
                && !in(to, "java.lang", "java.time", "java.util", "org.jspecify.annotations"));
    }

    List<String> objectStoreOutsideStore() {
        return dependencies((from, to) -> !room(from).equals("store") && in(to, "software.amazon.awssdk"));
    }

    List<String> jsonOutsideItsRoom() {
        return dependencies((from, to) -> !room(from).equals("json") && in(to, "tools.jackson"));
    }

    List<String> batchOutsideItsRooms() {
        return dependencies((from, to) -> !Set.of("engine", "category", "run").contains(room(from))
                && in(to, "org.springframework.batch", "org.springframework.boot.batch"));
    }

    List<String> databaseInDoors() {
        return dependencies((from, to) -> DOORS.contains(room(from))
                && in(to, "java.sql", "javax.sql", "org.springframework.jdbc", "org.springframework.transaction"));
    }

    /** Deleting stored objects, or ending unfinished ones, is for the guarded path alone. */
    List<String> objectsDeletedOutsideEngine() {
        return calls(
                c -> !Set.of("engine", "store").contains(room(c)),
                target -> target.getOwner().getFullName().equals(base + ".store.ObjectBucket")
                        && Set.of("delete", "abort").contains(target.getName()));
    }

    /** Top-level classes of a package that need each other in a circle; a nested class counts as the one it lies in. */
    List<String> circlesWithin(String name) {
        Map<String, Set<String>> uses = new TreeMap<>();
        classes.stream()
                .filter(c -> isOurs(c) && room(c).equals(name))
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .filter(d -> isOurs(target(d)) && room(target(d)).equals(name))
                .forEach(d -> uses.computeIfAbsent(topLevel(d.getOriginClass()), from -> new TreeSet<>())
                        .add(topLevel(target(d))));
        return Cycles.of(uses).stream()
                .map(circle -> "package '" + name + "' has a circle of " + String.join(", ", circle)
                        + "; move what they share into a class of its own")
                .toList();
    }

    /** The machine's own time and zone are for the one place that hands the clock out. */
    List<String> timeWithoutClock() {
        return calls(c -> !c.getSimpleName().equals("GallraApplication"), FloorPlan::asksTheMachine);
    }

    private static boolean asksTheMachine(AccessTarget target) {
        String owner = target.getOwner().getFullName();
        String name = target.getName();
        if (target instanceof AccessTarget.CodeUnitAccessTarget unit) {
            List<String> parameters =
                    unit.getRawParameterTypes().stream().map(JavaClass::getName).toList();
            boolean clockless = !parameters.contains("java.time.Clock");
            return (owner.startsWith("java.time") && name.equals("now") && clockless)
                    || (owner.equals("java.time.Clock") && name.startsWith("system"))
                    || (owner.equals("java.time.ZoneId") && name.equals("systemDefault"))
                    || (owner.equals("java.util.TimeZone") && name.equals("getDefault"))
                    || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
                    || (owner.equals("java.util.Date") && name.equals("<init>") && parameters.isEmpty())
                    || (owner.equals("java.util.Calendar") && name.equals("getInstance"));
        }
        return false;
    }

    private List<String> report(Predicate<JavaClass> breaks, String what) {
        return classes.stream()
                .filter(c -> isOurs(c) && breaks.test(c))
                .map(c -> c.getName() + " " + what.formatted(room(c)))
                .sorted()
                .toList();
    }

    private interface Edge {
        boolean breaks(JavaClass from, JavaClass to);
    }

    private List<String> dependencies(Edge edge) {
        return classes.stream()
                .filter(this::isOurs)
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .filter(d -> edge.breaks(d.getOriginClass(), target(d)))
                .map(d -> "room '" + room(d.getOriginClass()) + "' must not use "
                        + target(d).getName() + ": " + d.getDescription())
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> calls(Predicate<JavaClass> watched, Predicate<AccessTarget> forbidden) {
        return classes.stream()
                .filter(c -> isOurs(c) && watched.test(c))
                .flatMap(c -> c.getCodeUnits().stream())
                .flatMap(FloorPlan::targets)
                .filter(access -> forbidden.test(access.target()))
                .map(access -> "room '" + room(access.from().getOwner()) + "' must not call "
                        + access.target().getFullName() + ": " + access.from().getFullName())
                .distinct()
                .sorted()
                .toList();
    }

    private record Access(JavaCodeUnit from, AccessTarget target) {}

    private static Stream<Access> targets(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getMethodCallsFromSelf(),
                        unit.getConstructorCallsFromSelf(),
                        unit.getMethodReferencesFromSelf(),
                        unit.getConstructorReferencesFromSelf())
                .flatMap(Collection::stream)
                .map(access -> new Access(unit, access.getTarget()));
    }

    private static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }

    private static String topLevel(JavaClass c) {
        String name = c.getName().substring(c.getPackageName().length() + 1);
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    private boolean isOurs(JavaClass c) {
        return in(c, base);
    }

    private static boolean in(JavaClass c, String... packages) {
        return Stream.of(packages)
                .anyMatch(
                        p -> c.getPackageName().equals(p) || c.getPackageName().startsWith(p + "."));
    }

    private static boolean isMarked(JavaClass c) {
        return c.getPackage().isAnnotatedWith(NullMarked.class);
    }

    /** The part of the package name below the base: empty for the front of the house, with dots for a nested package. */
    private String room(JavaClass c) {
        String name = c.getPackageName();
        return name.length() <= base.length() ? ROOT : name.substring(base.length() + 1);
    }
}
