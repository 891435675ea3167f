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
import se.partnersec.gallra.run.Check;
import se.partnersec.gallra.run.PreflightReport;
import se.partnersec.gallra.store.DeleteGuard;
import se.partnersec.gallra.store.KeyKinds;

/** Rooms that answer what a test tells them to, and remember what they were asked. */
final class ScriptedRooms {
    private static final Set<String> WITHOUT_WORK = Set.of("today", "now", "replays", "close");
    static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private final Map<String, Function<@Nullable Object[], @Nullable Object>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    ScriptedRooms() {
        on("today", args -> TODAY);
        on("close", args -> null);
        on("fingerprint", args -> "0123456789abcdef".repeat(4));
        on("preflight", args -> report());
        on("now", args -> Instant.parse("2026-11-24T02:31:07Z"));
        replays();
    }

    static PreflightReport report(Check... checks) {
        return new PreflightReport(
                List.of(checks), new KeyKinds(java.util.Set.of(), java.util.Set.of()), DeleteGuard.VERSION_IDS);
    }

    /** Replays that are open, by their plans. */
    ScriptedRooms replays(String... open) {
        return on(
                "replays",
                args -> Proxy.newProxyInstance(
                        ReplayRooms.class.getClassLoader(),
                        new Class<?>[] {ReplayRooms.class},
                        (proxy, method, with) -> List.of(open)));
    }

    ScriptedRooms on(String question, Function<@Nullable Object[], @Nullable Object> answer) {
        answers.put(question, answer);
        return this;
    }

    /** Every question but those about the time, open replays and the end. */
    List<String> asked() {
        return asked;
    }

    Rooms rooms() {
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
