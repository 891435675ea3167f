package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.testing.network.HttpMessage;

/** The ways in which object stores have been seen to mislead their clients. */
public final class Lies {
    private Lies() {}

    public static Lie none() {
        return (request, server) -> server.forward(request).bytes(true);
    }

    /** No lie: an account that may list below these prefixes only. */
    public static Lie listBelowOnly(List<String> prefixes) {
        return (request, server) -> {
            String prefix = request.target().replaceFirst(".*[?&]prefix=([^&]*).*", "$1");
            boolean allowed = !request.target().contains("?")
                    || prefixes.stream().anyMatch(URLDecoder.decode(prefix, StandardCharsets.UTF_8)::startsWith);
            return allowed
                    ? server.forward(request).bytes(true)
                    : DeleteWire.refusal(403, "AccessDenied").bytes(true);
        };
    }

    /** Says "deleted" and deletes nothing. */
    public static Lie swallowDeletes() {
        return onDeletes((request, server) -> isBatch(request)
                ? entries(DeleteWire.asked(request.body()), (i, v) -> DeleteWire.deleted(v))
                : HttpMessage.empty(204).bytes(false));
    }

    /** Refuses every nth version with this error and deletes the others. */
    public static Lie refuseEvery(int n, String code) {
        AtomicInteger singles = new AtomicInteger();
        return onDeletes((request, server) -> {
            if (!isBatch(request)) {
                return singles.incrementAndGet() % n == 0
                        ? DeleteWire.refusal(403, code).bytes(true)
                        : server.forward(request).bytes(true);
            }
            return executed(
                    request, server, n, false, (hit, v) -> hit ? DeleteWire.error(v, code) : DeleteWire.deleted(v));
        });
    }

    /** Says nothing of every nth version, which it deletes or not. */
    public static Lie forgetEvery(int n, boolean deletesIt) {
        return onBatches((request, server) ->
                executed(request, server, n, deletesIt, (hit, v) -> hit ? "" : DeleteWire.deleted(v)));
    }

    /** Answers twice for every nth version, with two deletions or with a deletion and a refusal; deletes it or not. */
    public static Lie repeatEvery(int n, boolean contradicting, boolean deletesIt) {
        return onBatches((request, server) -> executed(
                request,
                server,
                n,
                deletesIt,
                (hit, v) -> DeleteWire.deleted(v)
                        + (!hit ? "" : contradicting ? DeleteWire.error(v, "InternalError") : DeleteWire.deleted(v))));
    }

    /** Gives no answer to deletes and executes them later, when the client has long given up. */
    public static Lie executeLate(Duration delay) {
        return executeLate(delay, UnaryOperator.identity());
    }

    /** So much later, as a request that was altered on its way. */
    public static Lie executeLate(Duration delay, UnaryOperator<HttpMessage> altered) {
        return onDeletes((request, server) -> {
            AtomicBoolean done = new AtomicBoolean();
            server.later(() -> {
                sleep(delay);
                try {
                    server.forward(altered.apply(request));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    done.set(true);
                }
            });
            while (!done.get()) {
                sleep(Duration.ofMillis(20));
            }
            return new byte[0];
        });
    }

    /** No lie, but takes its time over each request. */
    public static Lie stall(Duration each) {
        return (request, server) -> {
            sleep(each);
            return none().answer(request, server);
        };
    }

    /** After a delete shows, for a while, the listings from before it. */
    public static Lie staleLists(Duration howLong) {
        List<ObjectVersion> before = new ArrayList<>();
        long[] until = {Long.MIN_VALUE};
        return (request, server) -> {
            synchronized (before) {
                if (isDelete(request)) {
                    before.clear();
                    server.backing().forEachVersion("", before::add);
                    until[0] = System.nanoTime() + howLong.toNanos();
                } else if (isVersionListing(request) && until[0] - System.nanoTime() > 0) {
                    String prefix = query(request, "prefix");
                    return DeleteWire.listing(before.stream()
                                    .filter(v -> v.key().startsWith(prefix))
                                    .toList())
                            .bytes(true);
                }
            }
            return server.forward(request).bytes(true);
        };
    }

    /** Asks the client to slow down, this many times, whatever it wants. */
    public static Lie slowDown(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return (request, server) -> left.getAndDecrement() > 0
                ? DeleteWire.refusal(503, "SlowDown").bytes(true)
                : server.forward(request).bytes(true);
    }

    /** Does as asked and breaks off in the middle of the answer; without a stated length that looks like its end. */
    public static Lie cutAnswers(int times, boolean statesLength) {
        AtomicInteger left = new AtomicInteger(times);
        return (request, server) -> {
            byte[] whole = server.forward(request).bytes(statesLength);
            return left.getAndDecrement() > 0 ? Arrays.copyOf(whole, whole.length - whole.length / 4) : whole;
        };
    }

    /** Closes the connection instead of answering, this many times, having done what was asked or not. */
    public static Lie hangUp(int times, boolean executes) {
        AtomicInteger left = new AtomicInteger(times);
        return (request, server) -> {
            if (left.getAndDecrement() <= 0) {
                return server.forward(request).bytes(true);
            }
            if (executes) {
                server.forward(request);
            }
            return new byte[0];
        };
    }

    /** Answers "well done" with nothing in it, this many times. */
    public static Lie sayNothing(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return (request, server) -> left.getAndDecrement() > 0
                ? HttpMessage.xml(200, "<Result></Result>").bytes(true)
                : server.forward(request).bytes(true);
    }

    /** Knows no listing of versions, as servers without versions do not. */
    public static Lie refuseVersionListings() {
        return (request, server) -> isVersionListing(request)
                ? DeleteWire.refusal(501, "NotImplemented").bytes(true)
                : server.forward(request).bytes(true);
    }

    /** Somebody else is quicker: this happens once, after the client has listed and before any delete arrives. */
    public static Lie beforeNextDelete(Runnable meanwhile) {
        AtomicBoolean happened = new AtomicBoolean();
        return onDeletes((request, server) -> {
            // Others wait for it: s3proxy first compares and then deletes, so a write between the two would be lost
            // there.
            synchronized (happened) {
                if (happened.compareAndSet(false, true)) {
                    meanwhile.run();
                }
            }
            return server.forward(request).bytes(true);
        });
    }

    private static Lie onDeletes(Lie lie) {
        return (request, server) -> isDelete(request) ? lie.answer(request, server) : none().answer(request, server);
    }

    private static Lie onBatches(Lie lie) {
        return (request, server) -> isBatch(request) ? lie.answer(request, server) : none().answer(request, server);
    }

    /** Really deletes all but every nth version, or those too, and answers as told. */
    private static byte[] executed(
            HttpMessage request,
            HostileS3 server,
            int n,
            boolean all,
            BiFunction<Boolean, ObjectVersion, String> entry) {
        List<ObjectVersion> asked = DeleteWire.asked(request.body());
        List<ObjectVersion> meant = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (all || (i + 1) % n != 0) {
                meant.add(asked.get(i));
            }
        }
        server.backing().delete(meant, DeletePrecondition.RISK_ACCEPTED, Duration.ofSeconds(30));
        return entries(asked, (i, v) -> entry.apply((i + 1) % n == 0, v));
    }

    private static byte[] entries(List<ObjectVersion> asked, BiFunction<Integer, ObjectVersion, String> entry) {
        StringBuilder xml = new StringBuilder();
        for (int i = 0; i < asked.size(); i++) {
            xml.append(entry.apply(i, asked.get(i)));
        }
        return DeleteWire.answer(xml.toString()).bytes(true);
    }

    /** Lets nobody read how the bucket is set up. */
    public static Lie deniesSettings() {
        return (request, server) ->
                request.start().matches("GET [^ ]*[?&](versioning|object-lock|lifecycle|replication)\\b.*")
                        ? DeleteWire.refusal(403, "AccessDenied").bytes(true)
                        : none().answer(request, server);
    }

    /** Says of every setting of the bucket that there is no such thing, in a word of its choice. */
    public static Lie missesSettings(String code) {
        return (request, server) -> request.start().matches("GET [^ ]*[?&](object-lock|lifecycle|replication)\\b.*")
                ? DeleteWire.refusal(404, code).bytes(true)
                : none().answer(request, server);
    }

    /** Listings in pages that go wrong, by what follows the first one. */
    public enum Paging {
        /** The first page again, as if it were the last. */
        REPEATED,
        /** There is more, and no word of where. */
        WITHOUT_A_PLACE,
        /** The first page and the second, again and again. */
        IN_A_CIRCLE
    }

    /** Pages listings of versions by so many and goes wrong after the first, where there is more than one. */
    public static Lie pages(int size, Paging how) {
        return (request, server) -> {
            if (!isVersionListing(request)) {
                return server.forward(request).bytes(true);
            }
            List<ObjectVersion> all = new ArrayList<>();
            server.backing().forEachVersion(query(request, "prefix"), all::add);
            if (all.size() <= size) {
                return DeleteWire.listing(all).bytes(true);
            }
            List<ObjectVersion> first = all.subList(0, size);
            List<ObjectVersion> second = all.subList(size, Math.min(all.size(), 2 * size));
            boolean begins = query(request, "key-marker").isEmpty();
            ObjectVersion endOfFirst = first.get(first.size() - 1);
            return (switch (how) {
                        case REPEATED -> DeleteWire.page(first, begins, begins ? endOfFirst : null);
                        case WITHOUT_A_PLACE -> DeleteWire.page(first, true, null);
                        case IN_A_CIRCLE -> {
                            boolean firstIsNext =
                                    query(request, "version-id-marker").equals(endOfFirst.versionId());
                            yield firstIsNext
                                    ? DeleteWire.page(second, true, second.get(second.size() - 1))
                                    : DeleteWire.page(first, true, endOfFirst);
                        }
                    })
                    .bytes(true);
        };
    }

    /** Answers like this when asked to end an upload, and ends none. */
    public static Lie keepUploads(int status, String code) {
        return (request, server) -> {
            if (!request.method().equals("DELETE") || !request.target().matches(".*[?&]uploadId=.*")) {
                return server.forward(request).bytes(true);
            }
            return status == 204
                    ? HttpMessage.empty(204).bytes(false)
                    : DeleteWire.refusal(status, code).bytes(true);
        };
    }

    /**
     * Lists versions by so many a page and looks for the version that ended a page, which it does not find any more: it takes that
     * for the end, once or always. s3proxy does so where that version was deleted meanwhile; the embedded server does not.
     */
    public static Lie losesItsPlace(int size, boolean always) {
        AtomicBoolean loses = new AtomicBoolean(true);
        return (request, server) -> {
            if (!isVersionListing(request)) {
                return server.forward(request).bytes(true);
            }
            String key = query(request, "key-marker");
            String version = query(request, "version-id-marker");
            if (!version.isEmpty() && loses.getAndSet(always)) {
                return DeleteWire.listing(List.of()).bytes(true);
            }
            List<ObjectVersion> rest = new ArrayList<>();
            boolean[] past = {key.isEmpty()};
            server.backing().forEachVersion(query(request, "prefix"), each -> {
                if (past[0] || version.isEmpty() && each.key().compareTo(key) > 0) {
                    rest.add(each);
                }
                past[0] |= each.key().equals(key) && version.equals(each.versionId());
            });
            return (rest.size() > size
                            ? DeleteWire.page(rest.subList(0, size), true, rest.get(size - 1))
                            : DeleteWire.listing(rest))
                    .bytes(true);
        };
    }

    /** Says "deleted", deletes nothing, and from then on lies about something else as well. */
    public static Lie swallowDeletesAndThen(Lie then) {
        AtomicBoolean asked = new AtomicBoolean();
        Lie swallowing = swallowDeletes();
        return (request, server) -> {
            if (isDelete(request)) {
                asked.set(true);
                return swallowing.answer(request, server);
            }
            return (asked.get() ? then : none()).answer(request, server);
        };
    }

    /** Asks the client to slow down at every nth request, whatever it wants. */
    public static Lie slowDownEvery(int n) {
        AtomicInteger requests = new AtomicInteger();
        return (request, server) -> requests.incrementAndGet() % n == 0
                ? DeleteWire.refusal(503, "SlowDown").bytes(true)
                : server.forward(request).bytes(true);
    }

    static boolean isDelete(HttpMessage request) {
        return isBatch(request) || request.method().equals("DELETE");
    }

    /** But for the probe of preflight, which deletes nothing. */
    private static boolean isBatch(HttpMessage request) {
        return request.method().equals("POST")
                && request.target().matches(".*[?&]delete(=|&|$).*")
                && !new String(request.body(), StandardCharsets.UTF_8).contains(".gallra-probe-");
    }

    private static boolean isVersionListing(HttpMessage request) {
        return request.method().equals("GET") && request.target().matches(".*[?&]versions(=|&|$).*");
    }

    private static String query(HttpMessage request, String name) {
        for (String part : request.target().replaceFirst("^[^?]*\\?", "").split("&", -1)) {
            if (part.startsWith(name + "=")) {
                return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
