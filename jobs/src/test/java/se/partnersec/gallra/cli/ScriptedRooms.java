package se.partnersec.gallra.cli;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.rooms.ReplayRooms;
import se.partnersec.gallra.cli.rooms.Rooms;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.runs.preflight.PreflightReport;

/** Rooms that answer what a test tells them to, and remember what they were asked. */
public final class ScriptedRooms {
    private static final Set<String> WITHOUT_WORK = Set.of("today", "now", "replays", "close");
    public static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private final Map<String, Function<@Nullable Object[], @Nullable Object>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    public ScriptedRooms() {
        on("today", args -> TODAY);
        on("close", args -> null);
        on("fingerprint", args -> "0123456789abcdef".repeat(4));
        on("preflight", args -> report());
        on("now", args -> Instant.parse("2026-11-24T02:31:07Z"));
        replays();
    }

    public static PreflightReport report(Check... checks) {
        return new PreflightReport(
                List.of(checks), new KeyTypes(java.util.Set.of(), java.util.Set.of()), DeletePrecondition.VERSION_IDS);
    }

    /** Replays that are open, by their plans. */
    public ScriptedRooms replays(String... open) {
        return on(
                "replays",
                args -> Proxy.newProxyInstance(
                        ReplayRooms.class.getClassLoader(),
                        new Class<?>[] {ReplayRooms.class},
                        (proxy, method, with) -> List.of(open)));
    }

    public ScriptedRooms on(String question, Function<@Nullable Object[], @Nullable Object> answer) {
        answers.put(question, answer);
        return this;
    }

    /** Every question but those about the time, open replays and the end. */
    public List<String> asked() {
        return asked;
    }

    public Rooms rooms() {
        return (Rooms) Proxy.newProxyInstance(
                Rooms.class.getClassLoader(), new Class<?>[] {Rooms.class}, (proxy, method, args) -> {
                    String name = method.getName();
                    if (!WITHOUT_WORK.contains(name)) {
                        asked.add(name);
                    }
                    Function<@Nullable Object[], @Nullable Object> answer = answers.get(name);
                    if (answer == null) {
                        throw new AssertionError("nobody should ask for " + name);
                    }
                    return answer.apply(args == null ? new Object[0] : args);
                });
    }
}
