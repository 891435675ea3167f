package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import se.partnersec.gallra.console.act.Act;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.Workplace;

/** Every route that the console has, as it lists them itself: who may open it, with and without the token of a form. */
@GallraTest
@Tag("once")
@Tag("full")
class ConsoleRoutesIT {
    /** What stands for the variables of routes. */
    private static final Map<String, String> SAMPLES = Map.ofEntries(
            Map.entry("run", "1"),
            Map.entry("order", "1"),
            Map.entry("page", "runs"),
            Map.entry("act", "pause"),
            Map.entry("of", "1"),
            Map.entry("id", "4f1c2a5e-0d6b-4b53-9a55-6a1f2b3c4d5e"),
            Map.entry("approval", "A-1"),
            Map.entry("finding", "1"),
            Map.entry("plan", "p-20261201-0200"),
            Map.entry("hold", "H-1"),
            Map.entry("request", "R-1"),
            Map.entry("report", "register"),
            Map.entry("part", "status"));

    /** Routes that need no page: sign-in, the language, and what pages ask for by themselves. */
    private static final Set<String> FOR_ALL = Set.of("/sign-in", "/language", "/live", "/later/status", "/error");

    private final Workplace work;
    private final Path home;
    private PersonAccounts persons;
    private SingleSignOnConsole sso;
    private RunningConsole console;
    private int port;

    ConsoleRoutesIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
    }

    @BeforeEach
    void start() {
        persons = PersonAccounts.create(work.accounts());
        work.customers(2);
        work.ipLogs(1, 5, 200, 1L);
        sso = SingleSignOnConsole.start(work, persons, home);
        sso.register(SingleSignOnConsole.CECILIA, SingleSignOnConsole.SUBJECT);
        console = sso.console();
        port = console.port();
    }

    @AfterEach
    void stop() {
        sso.close();
        persons.close();
    }

    private Map<PersonRole, Browser> everybody() {
        Map<PersonRole, Browser> browsers = new EnumMap<>(PersonRole.class);
        for (PersonRole role : PersonRole.values()) {
            Browser browser = new Browser(port, "en");
            assertThat(SingleSignOnConsole.location(
                            role == PersonRole.SSO
                                    ? sso.signOn(browser, SingleSignOnConsole.SUBJECT)
                                    : browser.signIn(persons.account(role))))
                    .isEqualTo("/");
            browsers.put(role, browser);
        }
        return browsers;
    }

    /** Paths of all handlers with sample values, those that read and those that take a form. */
    private Set<String> paths(RequestMethod method) {
        Set<String> paths = new TreeSet<>();
        console.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(route -> {
                    if (route.getMethodsCondition().getMethods().contains(method)
                            || route.getMethodsCondition().getMethods().isEmpty()) {
                        for (String pattern : route.getPatternValues()) {
                            String path = pattern;
                            for (Map.Entry<String, String> sample : SAMPLES.entrySet()) {
                                path = path.replaceAll(
                                        "\\{" + sample.getKey() + "(:[^/]*)?}(?=/|$)", sample.getValue());
                            }
                            assertThat(path).as("add a sample for its variable").doesNotContain("{");
                            paths.add(path);
                        }
                    }
                });
        return paths;
    }

    /** Whether the page that a path belongs to is open for a role; the longest page path counts. */
    private static boolean declared(String path, PersonRole role) {
        ConsolePage page = ConsolePage.OVERVIEW;
        for (ConsolePage each : ConsolePage.values()) {
            if (path.equals(each.path()) || each != ConsolePage.OVERVIEW && path.startsWith(each.path() + "/")) {
                page = each;
            }
        }
        return page.open(role);
    }

    @Test
    void each_route_is_open_for_the_roles_of_its_page_alone() {
        Map<PersonRole, Browser> everybody = everybody();
        Set<String> routes = paths(RequestMethod.GET);
        assertThat(routes)
                .hasSizeGreaterThan(15)
                .contains("/", "/runs/1", "/evidence/reports/register", "/later/status");
        Map<String, String> seen = new TreeMap<>();
        Map<String, String> wanted = new TreeMap<>();
        Browser stranger = new Browser(port, "en");
        for (String path : routes) {
            if (!FOR_ALL.contains(path)) {
                everybody.forEach((role, browser) -> {
                    int status = browser.get(path).statusCode();
                    seen.put(path + " " + role, status == 403 ? "no" : "yes");
                    // Reports and counts of a hold are for those alone who may run the command.
                    boolean open = declared(path, role)
                            && (!path.contains("/acts/pause") || role == PersonRole.OPERATIONS)
                            && (!path.startsWith("/evidence/reports") && !path.endsWith("/count")
                                    || Set.of(PersonRole.FINANCE, PersonRole.OFFICER)
                                            .contains(role));
                    wanted.put(path + " " + role, open ? "yes" : "no");
                });
                HttpResponse<String> answer = stranger.get(path);
                seen.put(
                        path + " stranger",
                        answer.statusCode() + " "
                                + answer.headers().firstValue("Location").orElse(""));
                wanted.put(path + " stranger", "302 /sign-in");
            }
        }
        assertThat(seen).isEqualTo(wanted);
    }

    /** Forms of commands, and the roles that have them; each by its address. */
    private static Map<String, Set<PersonRole>> acts() {
        Set<PersonRole> operations = Set.of(PersonRole.OPERATIONS);
        Set<PersonRole> finance = Set.of(PersonRole.FINANCE);
        Set<PersonRole> officer = Set.of(PersonRole.OFFICER);
        Set<PersonRole> both = Set.of(PersonRole.FINANCE, PersonRole.OFFICER);
        return Map.ofEntries(
                Map.entry("/runs/acts/pause/1", operations),
                Map.entry("/runs/acts/resume/1", operations),
                Map.entry("/runs/acts/stop/1", operations),
                Map.entry("/runs/acts/set/1", operations),
                Map.entry("/runs/acts/stop-all", operations),
                Map.entry("/runs/acts/resume-all", operations),
                Map.entry("/runs/acts/restart/1", operations),
                Map.entry("/runs/acts/recover/1", operations),
                Map.entry("/runs/acts/start", operations),
                Map.entry("/runs/acts/cancel/1", operations),
                Map.entry("/runs/acts/ack/1", Set.of(PersonRole.OPERATIONS, PersonRole.FINANCE, PersonRole.OFFICER)),
                Map.entry("/plans/acts/plan", both),
                Map.entry("/plans/acts/allow", both),
                Map.entry("/approvals/acts/approve/A-1", both),
                Map.entry("/approvals/acts/withdraw/A-1", both),
                Map.entry("/holds/acts/hold", both),
                Map.entry("/holds/acts/release/H-1", both),
                Map.entry("/holds/acts/books", finance),
                Map.entry("/holds/acts/sign", both),
                Map.entry("/holds/acts/year", finance),
                Map.entry("/holds/acts/remove-year", finance),
                Map.entry("/holds/acts/permit", finance),
                Map.entry("/requests/acts/request", officer),
                Map.entry("/requests/acts/decide/R-1", officer),
                Map.entry("/requests/acts/extend/R-1", officer),
                Map.entry("/requests/acts/sent/R-1", officer),
                Map.entry("/requests/acts/ack-notices", officer),
                Map.entry("/system/acts/adopt", both),
                Map.entry("/system/acts/add-login", both),
                Map.entry("/system/acts/remove-login", both),
                Map.entry("/approvals/acts/sign-approval/A-1", Set.of(PersonRole.SSO)),
                Map.entry("/system/acts/leave", both),
                Map.entry("/system/acts/offer-passkey", Set.of(PersonRole.SSO)),
                Map.entry("/system/acts/add-passkey", both),
                Map.entry("/system/acts/end-passkey", both));
    }

    @Test
    void each_form_of_a_command_is_for_the_roles_that_may_run_it() {
        assertThat(acts()).hasSameSizeAs(Act.values());
        Map<PersonRole, Browser> everybody = everybody();
        Map<String, Integer> seen = new TreeMap<>();
        Map<String, Integer> wanted = new TreeMap<>();
        acts().forEach((path, roles) -> everybody.forEach((role, browser) -> {
            seen.put(path + " " + role, browser.get(path).statusCode());
            wanted.put(path + " " + role, roles.contains(role) ? 200 : 403);
        }));
        assertThat(seen).isEqualTo(wanted);
    }

    @Test
    void no_route_takes_a_form_without_its_token() {
        Map<PersonRole, Browser> everybody = everybody();
        Set<String> routes = paths(RequestMethod.POST);
        assertThat(routes)
                .contains("/why", "/evidence/certificate", "/language", "/runs/acts/pause", "/runs/acts/pause/1");
        routes.add("/sign-out");
        routes.addAll(acts().keySet());
        for (String path : routes) {
            everybody.forEach((role, browser) -> {
                HttpResponse<String> forged = browser.submit(path, "", Map.of("kind", "RECORD", "key", "ip-logs:1"));
                assertThat(forged.statusCode()).as(path + " " + role).isIn(302, 403);
                assertThat(forged.headers().firstValue("Location").orElse("/sign-in?why=form"))
                        .as(path + " " + role)
                        .isEqualTo("/sign-in?why=form");
                assertThat(browser.get("/sign-in").statusCode()).isEqualTo(200);
            });
        }
        assertThat(work.texts("SELECT action FROM audit WHERE action LIKE 'read.%'"))
                .as("nothing was looked up")
                .isEmpty();
        assertThat(work.number("SELECT COUNT(*) FROM run_order"))
                .as("no order was given")
                .isZero();
    }

    @Test
    void what_is_planted_about_persons_is_on_no_page_of_those_who_may_not_read_it() {
        List<String> planted = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> "planterad-" + i + "-påhittad")
                .toList();
        for (int i = 0; i < planted.size(); i++) {
            work.user(500 + i, 1, planted.get(i));
            work.hold(ScopeType.RECORD, "ip-logs:" + (i + 1));
        }
        List<String> holds = work.texts("SELECT id FROM hold ORDER BY id");
        for (int i = 0; i < planted.size(); i++) {
            work.admin().update("UPDATE hold SET reason = ? WHERE id = ?", planted.get(i), holds.get(i));
        }
        work.run(CategoryIds.IP_LOGS, work.today());
        Map<PersonRole, Browser> everybody = everybody();
        List<String> leaks = new ArrayList<>();
        for (String path : paths(RequestMethod.GET)) {
            if (!path.equals("/live")) {
                for (PersonRole role : List.of(PersonRole.OPERATIONS, PersonRole.AUDITOR, PersonRole.METRICS)) {
                    String page = Objects.requireNonNull(everybody.get(role))
                            .get(path)
                            .body();
                    planted.stream()
                            .filter(page::contains)
                            .forEach(value -> leaks.add(role + " " + path + " " + value));
                }
            }
        }
        assertThat(leaks).isEmpty();
        assertThat(Objects.requireNonNull(everybody.get(PersonRole.FINANCE))
                        .get("/holds")
                        .body())
                .as("who may read them does")
                .contains(planted.get(0), planted.get(19));
    }
}
