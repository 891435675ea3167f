package se.partnersec.gallra.demo.command;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.cli.evidence.VerifyCommand;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.run.PreflightView;
import se.partnersec.gallra.cli.run.RunSeries;
import se.partnersec.gallra.cli.run.RunSummary;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.ReasonTable;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.demo.server.DemoServers;
import se.partnersec.gallra.demo.setup.DemoAgreement;
import se.partnersec.gallra.demo.setup.DemoApprovers;
import se.partnersec.gallra.demo.setup.DemoBooks;
import se.partnersec.gallra.demo.setup.DemoPeople;
import se.partnersec.gallra.demo.setup.DemoService;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.support.exit.ExitCode;

/** Shows the whole on invented data: fills, erases, and says what went, what stayed and why. */
@Command(
        name = "demo",
        header = "Try Gallra on sample data.",
        description =
                "Fills a business schema and a bucket with Swedish sample data, runs every job on it, and shows what was erased, what was kept and why. Starts its own servers unless GALLRA_DB_URL is set. Refuses to touch anything but an earlier demo.")
public final class DemoCommand implements Callable<Integer> {
    private final CommandContext session;
    private final RunSeries series;
    private final ObjectProvider<DemoServers> embedded;
    private final ObjectProvider<DemoService> demo;
    private final ObjectProvider<DemoBooks> books;
    private final ObjectProvider<DemoPeople> people;
    private final ObjectProvider<RunHistory> history;
    private final ObjectProvider<PlanningService> planning;
    private final ObjectProvider<RunService> runs;
    private final ObjectProvider<LedgerVerifier> verifier;
    private final ObjectProvider<DemoApprovers> approvers;
    private final Terminal terminal;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Approximate number of records, at least 200. Default: ${DEFAULT-VALUE}.")
    private long rows;

    @Option(names = "--reset", description = "Start again with empty embedded servers.")
    private boolean reset;

    DemoCommand(
            CommandContext session,
            ObjectProvider<RunHistory> history,
            ObjectProvider<PlanningService> planning,
            ObjectProvider<RunService> runs,
            ObjectProvider<LedgerVerifier> verifier,
            ObjectProvider<DemoApprovers> approvers,
            RunSeries series,
            ObjectProvider<DemoServers> embedded,
            ObjectProvider<DemoService> demo,
            ObjectProvider<DemoBooks> books,
            ObjectProvider<DemoPeople> people) {
        this.people = people;
        this.session = session;
        this.series = series;
        this.embedded = embedded;
        this.demo = demo;
        this.books = books;
        this.history = history;
        this.planning = planning;
        this.runs = runs;
        this.verifier = verifier;
        this.approvers = approvers;
        this.terminal = session.terminal();
    }

    @Command(
            name = "books",
            header = "Write the books of the sample business as a SIE file.",
            description = "Use the file to try gallra holds import.",
            footer = {"  gallra demo books bok.se --planted"})
    int books(
            @Parameters(paramLabel = "FILE", description = "File to write. An existing file is replaced.") Path file,
            @Option(names = "--planted", description = "Add four differences for gallra holds reconcile to find.")
                    boolean planted) {
        Set<DemoBooks.Planted> differences = planted ? EnumSet.allOf(DemoBooks.Planted.class) : Set.of();
        long vouchers = books.getObject().write(file, session.today(), differences);
        terminal.field("file", file);
        terminal.field("vouchers", vouchers);
        terminal.result(session.words().say("demo.books", vouchers, file));
        return 0;
    }

    @Command(
            name = "people",
            header = "Make logins of sample persons for the web console.",
            description =
                    "One for each role, two for the officer, with new passwords, which are printed. Replaces those of an earlier call. Only for the embedded servers.",
            footer = {"  gallra demo people", "  gallra console"})
    int people() {
        embedded.getObject().requireOurs();
        Table table = new Table(session.words(), "people")
                .text("role", "column.role")
                .text("login", "column.login")
                .text("password", "column.password");
        people.getObject().make().forEach((account, role) -> table.row(role.id(), account.user(), account.password()));
        table.print(terminal);
        terminal.result(session.words().say("demo.people"));
        Properties servers = embedded.getObject().start();
        terminal.result(session.words()
                .say("demo.people.shell", servers.getProperty("db.url"), servers.getProperty("tag.key.file")));
        return 0;
    }

    @Override
    public Integer call() {
        if (reset) {
            embedded.getObject().reset();
        }
        LocalDate today = session.today();
        DemoSummary summary = demo.getObject().complete(today, rows);
        Map<DataCategory, String> going = new LinkedHashMap<>();
        Map<DataCategory, Long> toAllow = new LinkedHashMap<>();
        for (DataCategory category : session.jobs()) {
            CategoryPlan plan = planning.getObject().plan(category, today);
            if (plan.limits().stop()) {
                boolean occasion = plan.limits().trips().stream()
                        .allMatch(trip -> trip.kind().occasion());
                toAllow.put(category, occasion ? 0 : plan.going());
            } else if (plan.heldBy().containsKey(Verdict.REFERRED_TO)) {
                // They go as soon as the categories before have taken away what refers to them.
                toAllow.put(category, 0L);
            }
            plan.samples().stream().findFirst().ifPresent(key -> going.put(category, key));
        }
        PreflightView.require(runs.getObject().preflight(session.jobs(), today));
        agree(toAllow);
        Map<DataCategory, Map<String, Long>> findings = new LinkedHashMap<>();
        RunSummary summed = series.run(session.jobs(), today, StartOptions.NONE, (category, work) -> {
            List<RunResult> results = runs.getObject().run(category, today, work);
            results.forEach(r -> findings.put(category, history.getObject().findingCodes(r.runId())));
            return results;
        });
        terminal.result("");
        ExitCode exit = summed.print();
        show(
                "demo.kept",
                ReasonTable.kept(
                        session.words(),
                        session.jobs().stream()
                                .map(category -> planning.getObject().plan(category, today))
                                .toList()));
        show("demo.found", ReasonTable.findings(session.words(), findings));
        terminal.result("");
        LedgerVerifier.Result ledger = verifier.getObject().verify(Optional.empty());
        VerifyCommand.print(session, ledger);
        next(summary, going);
        return exit.and(ledger.ok() ? ExitCode.DONE : ExitCode.DIFFERENCES).number();
    }

    /** Rules, and the first run of a category, take two people; here they are invented, with a login each. */
    private void agree(Map<DataCategory, Long> going) {
        DemoAgreement agreed = approvers.getObject().agree(going);
        Approval rules = agreed.rules();
        if (rules != null) {
            terminal.result(
                    session.words().say("demo.adopted", rules.requestedBy(), String.valueOf(rules.approvedBy())));
        }
        agreed.runs().stream()
                .findFirst()
                .ifPresent(one -> terminal.result(session.words()
                        .say(
                                "demo.approved",
                                agreed.runs().size(),
                                one.requestedBy(),
                                String.valueOf(one.approvedBy()))));
    }

    private void show(String title, Table table) {
        if (!table.isEmpty()) {
            terminal.result("");
            terminal.result(terminal.bold(session.words().say(title)));
        }
        table.printIfAny(terminal);
    }

    /** Commands with keys of this very demo. */
    private void next(DemoSummary summary, Map<DataCategory, String> going) {
        Map<String, String> tries = new LinkedHashMap<>();
        tries.put("run --all", "demo.next.run");
        summary.suggestedHolds().stream()
                .map(NewHold::scope)
                .filter(scope -> scope.kind() == ScopeType.RECORD)
                .findFirst()
                .ifPresent(scope -> tries.put("explain " + scope.text(), "demo.next.held"));
        going.entrySet().stream()
                .findFirst()
                .ifPresent(e -> tries.put("explain " + e.getKey() + ":" + e.getValue(), "demo.next.erased"));
        summary.suggestedHolds().stream()
                .map(NewHold::scope)
                .filter(scope -> scope.kind() == ScopeType.CUSTOMER)
                .findFirst()
                .ifPresent(scope -> tries.put("holds find --customer " + scope.text(), "demo.next.find"));
        tries.put("approvals list --all", "demo.next.approvals");
        tries.put("plan --all --as-of " + session.today().plusDays(30), "demo.next.plan");
        terminal.result("");
        terminal.result(terminal.bold(session.words().say("demo.next")));
        int widest = tries.keySet().stream().mapToInt(String::length).max().orElse(0);
        tries.forEach((command, why) ->
                terminal.result("  " + session.command() + " " + command + " ".repeat(widest - command.length()) + "   "
                        + session.words().say(why)));
    }
}
