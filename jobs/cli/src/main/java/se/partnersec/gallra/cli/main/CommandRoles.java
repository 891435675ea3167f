package se.partnersec.gallra.cli.main;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import se.partnersec.gallra.cli.output.CliMessages;

/**
 * Which roles of persons may run which command, as the rights of {@code sql/roles.sql} let them. Commands that are not here work with a service
 * account, or with none. {@code job-config/docs/roles.md} has the same table.
 */
public final class CommandRoles {
    private static final String OPERATIONS = "operations";
    private static final String FINANCE = "finance";
    private static final String OFFICER = "officer";
    private static final String AUDITOR = "auditor";
    private static final String SSO = "sso";
    private static final String METRICS = "metrics";

    private static final List<String> ORDERS = List.of(OPERATIONS);
    private static final List<String> RUNS = List.of(OPERATIONS, FINANCE, OFFICER, AUDITOR, SSO);
    private static final List<String> WORK = List.of(OPERATIONS, FINANCE, OFFICER);
    private static final List<String> DECIDE = List.of(FINANCE, OFFICER);
    private static final List<String> EVIDENCE = List.of(FINANCE, OFFICER, AUDITOR, SSO);
    private static final List<String> BOOKS = List.of(FINANCE);
    private static final List<String> REQUESTS = List.of(OFFICER);
    private static final List<String> SERVICE = List.of();

    private static final Map<String, List<String>> ROLES = roles();

    private CommandRoles() {}

    private static Map<String, List<String>> roles() {
        Map<String, List<String>> all = new TreeMap<>();
        put(all, ORDERS, "runs pause", "runs resume", "runs stop", "runs set", "runs resume --all");
        put(all, ORDERS, "runs order restart", "runs order recover", "runs order start", "runs order cancel");
        put(all, RUNS, "runs list", "runs show", "runs order list", "plans list", "plans show", "plans diff");
        put(all, RUNS, "findings list", "findings show", "approvals show", "people list", "passkeys list");
        put(all, WORK, "findings ack");
        put(all, SERVICE, "run", "watch", "worker", "runs restart", "runs recover", "runs prune", "ledger seal");
        put(all, SERVICE, "ledger replay ask", "ledger replay run", "db migrate", "doctor", "init", "holds census");
        put(all, DECIDE, "status", "plan", "explain", "verify", "users inactive", "report", "runs allow");
        put(all, DECIDE, "approvals approve", "approvals withdraw", "policy diff", "policy adopt", "ledger audit");
        put(all, DECIDE, "certificate", "people add", "people remove", "people leave", "passkeys add", "passkeys end");
        put(all, DECIDE, "holds add", "holds release", "holds find", "holds upcoming", "holds years list");
        put(all, DECIDE, "holds reconcile", "fraud find", "notices list");
        put(all, DECIDE, "requests list", "requests show", "requests answer");
        put(all, EVIDENCE, "approvals list", "holds list", "holds show", "holds permits list");
        put(all, EVIDENCE, "ledger verify", "ledger export", "ledger proof");
        put(
                all,
                BOOKS,
                "holds import",
                "holds years add",
                "holds years remove",
                "holds permits add",
                "fraud block",
                "fraud lift");
        put(
                all,
                REQUESTS,
                "requests answer --sent",
                "requests add",
                "requests decide",
                "requests extend",
                "suppressed",
                "notices ack");
        put(all, List.of(SSO), "passkeys offer", "passkeys challenge", "passkeys approve");
        put(all, List.of(METRICS), "metrics --runs-only");
        return Map.copyOf(all);
    }

    private static void put(Map<String, List<String>> all, List<String> roles, String... commands) {
        List.of(commands).forEach(command -> all.put(command, roles));
    }

    /** Commands as they are typed after {@code gallra}, and the roles that may run each; none for those of service accounts. */
    public static Map<String, List<String>> all() {
        return ROLES;
    }

    /** Says who may run a command that a login has no right to. */
    static String sentence(CommandLine command, CliMessages words) {
        String bare = command.getCommandSpec().qualifiedName().replaceFirst("^\\S+ ?", "");
        String name = command.getParseResult().matchedOptions().stream()
                .map(option -> bare + " " + option.longestName())
                .filter(ROLES::containsKey)
                .findFirst()
                .orElse(bare);
        List<String> roles = ROLES.getOrDefault(name, SERVICE);
        return roles.isEmpty()
                ? words.say("rights.service", name)
                : words.say("rights.roles", name, String.join(", ", roles))
                        + (name.equals("holds add") ? " " + words.say("rights.restrictions") : "");
    }
}
