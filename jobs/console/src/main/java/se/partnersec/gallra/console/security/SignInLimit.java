package se.partnersec.gallra.console.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Refuses sign-ins after five failures in a quarter of an hour, counted by login and address together, so that nobody locks out a
 * colleague; and after thirty from one address, whatever the login. A try counts as failed until it is known not to be.
 */
final class SignInLimit {
    private static final int MINUTES = 15;

    private static final int MOST = 5;
    private static final int MOST_OF_AN_ADDRESS = 30;

    /** Pairs of login and address that are remembered; an attacker must not fill the memory. */
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<String, Deque<Instant>> tries = new LinkedHashMap<>();

    SignInLimit(Clock clock) {
        this.clock = clock;
    }

    /** Counts a try; false, and nothing is counted, if there were too many. */
    synchronized boolean begin(String login, String address) {
        Deque<Instant> ofBoth = recent(both(login, address));
        Deque<Instant> ofAddress = recent(address);
        if (ofBoth.size() >= MOST || ofAddress.size() >= MOST_OF_AN_ADDRESS) {
            return false;
        }
        ofBoth.addLast(clock.instant());
        ofAddress.addLast(clock.instant());
        return true;
    }

    /** The try was no failure of whoever made it. */
    synchronized void undo(String login, String address) {
        recent(both(login, address)).pollLast();
        recent(address).pollLast();
    }

    synchronized void succeeded(String login, String address) {
        undo(login, address);
        tries.remove(both(login, address));
    }

    private Deque<Instant> recent(String key) {
        if (tries.size() >= REMEMBERED && !tries.containsKey(key)) {
            tries.remove(tries.keySet().iterator().next());
        }
        Deque<Instant> known = tries.computeIfAbsent(key, k -> new ArrayDeque<>());
        Instant since = clock.instant().minus(Duration.ofMinutes(MINUTES));
        while (!known.isEmpty() && known.peekFirst().isBefore(since)) {
            known.removeFirst();
        }
        return known;
    }

    private static String both(String login, String address) {
        return address + "\n" + login;
    }
}
