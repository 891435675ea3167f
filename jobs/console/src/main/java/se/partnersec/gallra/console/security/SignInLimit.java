package se.partnersec.gallra.console.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Refuses sign-ins after five failures in a quarter of an hour, counted by login and address together, so that nobody locks out a colleague. */
final class SignInLimit {
    static final int MINUTES = 15;

    private static final int MOST = 5;

    /** Pairs of login and address that are remembered; an attacker must not fill the memory. */
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();

    SignInLimit(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean allows(String login, String address) {
        Deque<Instant> known = failures.get(key(login, address));
        if (known == null) {
            return true;
        }
        Instant since = clock.instant().minus(Duration.ofMinutes(MINUTES));
        while (!known.isEmpty() && known.peekFirst().isBefore(since)) {
            known.removeFirst();
        }
        return known.size() < MOST;
    }

    synchronized void failed(String login, String address) {
        if (failures.size() >= REMEMBERED) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.computeIfAbsent(key(login, address), key -> new ArrayDeque<>()).addLast(clock.instant());
    }

    synchronized void succeeded(String login, String address) {
        failures.remove(key(login, address));
    }

    private static String key(String login, String address) {
        return login + "\n" + address;
    }
}
