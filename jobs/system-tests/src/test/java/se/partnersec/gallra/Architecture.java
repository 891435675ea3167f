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

/** Which module may use which, how packages lie, and what may be named where; each rule returns what breaks it. */
final class Architecture {

    /** Modules by the first part of the package, and those that each may use; support is for all but policy. */
    static final Map<String, Set<String>> MODULES = Map.ofEntries(
            entry("policy", Set.of()),
            entry("support", Set.of()),
            entry("config", Set.of("policy")),
            entry("database", Set.of("config", "policy")),
            entry("objectstore", Set.of("config")),
            entry("holds", Set.of("config", "database", "policy")),
            entry("ledger", Set.of("config", "database", "objectstore", "policy")),
            entry("approvals", Set.of("config", "database", "holds", "ledger", "policy")),
            entry("books", Set.of("approvals", "config", "database", "holds", "policy")),
            entry("erasure", Set.of("approvals", "config", "database", "holds", "ledger", "objectstore", "policy")),
            entry("categories", Set.of("config", "erasure", "policy")),
            entry(
                    "planning",
                    Set.of("approvals", "config", "database", "erasure", "holds", "ledger", "objectstore", "policy")),
            entry(
                    "runs",
                    Set.of(
                            "approvals",
                            "books",
                            "config",
                            "database",
                            "erasure",
                            "holds",
                            "ledger",
                            "objectstore",
                            "policy")),
            entry(
                    "requests",
                    Set.of(
                            "approvals",
                            "config",
                            "database",
                            "erasure",
                            "holds",
                            "ledger",
                            "objectstore",
                            "planning",
                            "policy")),
            entry(
                    "reports",
                    Set.of(
                            "approvals",
                            "books",
                            "config",
                            "database",
                            "erasure",
                            "holds",
                            "ledger",
                            "objectstore",
                            "planning",
                            "policy")),
            entry(
                    "operations",
                    Set.of(
                            "books",
                            "config",
                            "database",
                            "erasure",
                            "holds",
                            "ledger",
                            "planning",
                            "policy",
                            "requests",
                            "runs")),
            entry(
                    "demo",
                    Set.of(
                            "approvals",
                            "cli",
                            "config",
                            "database",
                            "holds",
                            "ledger",
                            "objectstore",
                            "planning",
                            "policy",
                            "runs")),
            entry(
                    "cli",
                    Set.of(
                            "approvals",
                            "books",
                            "holds",
                            "ledger",
                            "operations",
                            "planning",
                            "policy",
                            "reports",
                            "requests",
                            "runs")),
            entry("console", Set.of("app", "approvals", "cli", "config", "database", "operations", "policy")));

    /** Puts all of them together, and is used by the console alone. */
    private static final String APP = "app";

    private static final String SUPPORT = "support";

    /** One class a category; and what is still altered by hand. */
    private static final Set<String> LARGE = Set.of("categories");

    /** Libraries, and the only packages or modules that may name them. */
    private static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            entry("software.amazon.awssdk", Set.of("objectstore")),
            entry("tools.jackson", Set.of("support.json")),
            entry("org.springframework.batch", Set.of("erasure", "runs")),
            entry("org.yaml.snakeyaml", Set.of("config.yaml")),
            entry("org.flywaydb", Set.of("database.schema")),
            entry("jakarta.mail", Set.of("operations.notify")),
            entry("io.prometheus", Set.of("operations.metrics")),
            entry("com.openhtmltopdf", Set.of("support.pdf")),
            entry("picocli", Set.of("cli", "demo.command")),
            entry("org.springframework.boot", Set.of("console")),
            entry("org.springframework.web", Set.of("console")),
            entry(
                    "org.springframework.security",
                    Set.of("console.act", "console.live", "console.page", "console.security")),
            entry(
                    "jakarta.servlet",
                    Set.of(
                            "console.download",
                            "console.language",
                            "console.live",
                            "console.page",
                            "console.security")));

    /** Names of before the modules, which nobody could guess; and the metaphor they came from. */
    private static final Set<String> FORMER = Set.of(
            "House",
            "Reception",
            "FrontDesk",
            "Opening",
            "Questions",
            "Desks",
            "Paperwork",
            "Troubles",
            "Evidence",
            "Attestations",
            "Measuring",
            "Upkeeping",
            "PatientSink",
            "Rooms",
            "Heralds",
            "Postbox",
            "Room",
            "PlanErrand",
            "Halt",
            "GoingOn",
            "Words",
            "Verbs",
            "Checks",
            "Shop",
            "EngineParts",
            "Ahead",
            "Aftermath",
            "Bearers",
            "Unseen",
            "BlastRadius",
            "Brake",
            "BetweenChunks",
            "UnderGate",
            "Halves",
            "Halving",
            "Affected",
            "Extents",
            "Detached",
            "Dangling",
            "Kept",
            "KeptNotes",
            "MeantObjects",
            "Faults",
            "Overwritten",
            "DueLook",
            "Tally",
            "Drive",
            "Reins",
            "RunTools",
            "InForce",
            "Causes",
            "Ending",
            "Settlement",
            "Order",
            "Cover",
            "Match",
            "Names",
            "Weighing",
            "Turn",
            "Page",
            "ManyRows",
            "WholeFile",
            "RequestBound");

    private final String base;
    private final JavaClasses classes;

    Architecture(String base, JavaClasses classes) {
        this.base = base;
        this.classes = classes;
    }

    List<String> outsideTheModules() {
        return report(
                c -> !MODULES.containsKey(module(c)) && !module(c).equals(APP),
                "is in '%s', which is in no module; move it into one");
    }

    List<String> modulesUsedAgainstTheirDirection() {
        return dependencies((from, to) -> isOurs(to) && !mayUse(module(from), module(to)));
    }

    private static boolean mayUse(String from, String to) {
        return from.equals(APP)
                || from.equals(to)
                || (to.equals(SUPPORT) && !from.equals("policy"))
                || MODULES.getOrDefault(from, Set.of()).contains(to);
    }

    List<String> librariesOutsideTheirPlace() {
        return dependencies((from, to) -> LIBRARIES.entrySet().stream()
                .anyMatch(each -> in(to, each.getKey()) && !within(from, each.getValue())));
    }

    private boolean within(JavaClass c, Set<String> places) {
        return places.contains(module(c)) || places.contains(place(c));
    }

    /** Files, so that a nested class counts with the one it lies in. */
    List<String> largePackages(int most) {
        Map<String, Set<String>> files = new TreeMap<>();
        classes.stream()
                .filter(c -> isOurs(c) && !c.getSimpleName().equals("package-info"))
                .forEach(c ->
                        files.computeIfAbsent(place(c), p -> new TreeSet<>()).add(topLevel(c)));
        return files.entrySet().stream()
                .filter(each -> each.getValue().size() > most && !LARGE.contains(each.getKey()))
                .map(each ->
                        "package '" + each.getKey() + "' has " + each.getValue().size() + " files; at most " + most)
                .toList();
    }

    List<String> circlesOfPackages() {
        Map<String, Set<String>> uses = new TreeMap<>();
        classes.stream()
                .filter(this::isOurs)
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .filter(d -> isOurs(target(d)))
                .forEach(d -> uses.computeIfAbsent(place(d.getOriginClass()), from -> new TreeSet<>())
                        .add(place(target(d))));
        return Cycles.of(uses).stream()
                .map(circle ->
                        "packages " + String.join(", ", circle) + " use each other in a circle; move what they share")
                .toList();
    }

    List<String> withoutNullMarks() {
        return report(
                c -> c.getSimpleName().equals("package-info") ? false : !isMarked(c),
                "is in '%s', whose package-info.java lacks @NullMarked");
    }

    List<String> namesThatSayNothing() {
        return report(
                c -> c.getSimpleName().matches(".*(Manager|Helper|Utils?|Impl|Info)|Abstract.*"),
                "in '%s' has a name that says nothing; name what it is");
    }

    List<String> formerNames() {
        return report(
                c -> (!c.isNestedClass() && FORMER.contains(c.getSimpleName()))
                        || c.getSimpleName().matches(".*(House|Desk|Rooms?|Errand|Reception)"),
                "in '%s' has a name that readers could not guess; use the term of the field");
    }

    /** Of classes that are not records, whose components are their size. */
    List<String> longConstructors(int most) {
        return classes.stream()
                .filter(c -> isOurs(c) && !c.isRecord() && !c.isEnum())
                .flatMap(c -> c.getConstructors().stream())
                .filter(constructor -> constructor.getRawParameterTypes().size() > most)
                .map(constructor -> constructor.getOwner().getName() + " in '" + place(constructor.getOwner())
                        + "' is made of " + constructor.getRawParameterTypes().size() + " things; at most " + most)
                .sorted()
                .toList();
    }

    List<String> wideInterfaces(int most) {
        return report(
                c -> c.isInterface() && !c.isAnnotation() && c.getMethods().size() > most,
                "in '%s' is an interface of more than " + most + " methods");
    }

    /** Modules that have a class. */
    Set<String> modules() {
        Set<String> found = new TreeSet<>();
        classes.stream().filter(this::isOurs).forEach(c -> found.add(module(c)));
        return found;
    }

    List<String> impurePolicy() {
        return dependencies((from, to) -> module(from).equals("policy")
                && !isOurs(to)
                && !in(to, "java.lang", "java.time", "java.util", "org.jspecify.annotations"));
    }

    List<String> databaseInTheCommandLine() {
        return dependencies((from, to) -> module(from).equals("cli")
                && in(to, "java.sql", "javax.sql", "org.springframework.jdbc", "org.springframework.transaction"));
    }

    /** Deleting stored objects, or ending unfinished ones, is for the guarded path alone. */
    List<String> objectsDeletedOutsideErasure() {
        return calls(
                c -> !Set.of("erasure", "objectstore").contains(module(c)),
                target -> target.getOwner().getFullName().startsWith(base + ".objectstore.deletion.")
                        || (target.getOwner().getFullName().equals(base + ".objectstore.bucket.ObjectBucket")
                                && Set.of("delete", "deleteEach", "abort").contains(target.getName())));
    }

    /** The machine's own time and zone are for the one place that hands the clock out. */
    List<String> timeWithoutClock() {
        return calls(
                c -> !Set.of("GallraApplication", "ConsoleApplication").contains(c.getSimpleName()),
                Architecture::asksTheMachine);
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
                .map(c -> c.getName() + " " + what.formatted(place(c)))
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
                .map(d -> "package '" + place(d.getOriginClass()) + "' must not use "
                        + target(d).getName() + ": " + d.getDescription())
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> calls(Predicate<JavaClass> watched, Predicate<AccessTarget> forbidden) {
        return classes.stream()
                .filter(c -> isOurs(c) && watched.test(c))
                .flatMap(c -> c.getCodeUnits().stream())
                .flatMap(Architecture::targets)
                .filter(access -> forbidden.test(access.target()))
                .map(access -> "package '" + place(access.from().getOwner()) + "' must not call "
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

    /** The package below the base: empty for the root. */
    private String place(JavaClass c) {
        String name = c.getPackageName();
        return name.length() <= base.length() ? "" : name.substring(base.length() + 1);
    }

    private String module(JavaClass c) {
        String place = place(c);
        return place.contains(".") ? place.substring(0, place.indexOf('.')) : place;
    }
}
