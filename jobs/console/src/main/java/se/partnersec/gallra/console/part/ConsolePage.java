package se.partnersec.gallra.console.part;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import se.partnersec.gallra.cli.main.CommandRoles;
import se.partnersec.gallra.database.schema.PersonRole;

/** Pages of the navigation, and the commands whose results they show. Whoever may run one of those may see the page. */
public enum ConsolePage {
    OVERVIEW("/", "status", "runs list", "approvals list", "holds upcoming", "findings list"),
    RUNS("/runs", "runs list", "runs show", "findings list", "findings show"),
    WHY("/why", "explain", "holds find"),
    PLANS("/plans", "plans list", "plans show"),
    APPROVALS("/approvals", "approvals list"),
    HOLDS(
            "/holds",
            "holds list",
            "holds show",
            "holds upcoming",
            "holds years list",
            "holds permits list",
            "holds reconcile"),
    REQUESTS("/requests", "requests list", "requests show", "notices list"),
    EVIDENCE("/evidence", "ledger verify", "certificate verify", "report"),
    SYSTEM("/system", "policy diff", "holds years list", "runs list");

    private final String path;
    private final List<String> commands;

    ConsolePage(String path, String... commands) {
        this.path = path;
        this.commands = List.of(commands);
    }

    public String path() {
        return path;
    }

    /** Part of the keys of its texts. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether there is anything on it that the role may see. */
    public boolean open(PersonRole role) {
        return commands.stream().anyMatch(command -> may(role, command));
    }

    /** Roles that may open it, as authorities of Spring Security. */
    public Set<String> authorities() {
        return Arrays.stream(PersonRole.values())
                .filter(this::open)
                .map(PersonRole::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the role may run a command, given as it is typed after {@code gallra}. */
    public static boolean may(PersonRole role, String command) {
        return CommandRoles.all().getOrDefault(command, List.of()).contains(role.id());
    }
}
