package se.partnersec.gallra.cli.shell;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.throttle.RunWatcher;

/** Shows how runs get on: a bar where somebody watches, else a line every five percent or thirty seconds. */
public final class ProgressLines implements RunWatcher {
    /** Columns of the bar at most; its frame; and what there must be for both, or there is no bar. */
    private static final int LONGEST = 30;

    private static final int FRAME = 3;
    private static final int SHORTEST = 10;
    private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LINE = TimeUnit.SECONDS.toNanos(30);

    private final Terminal terminal;
    private final CliMessages words;
    private final LongSupplier nanos;
    private @Nullable DataCategory category;
    private long candidates;
    private long before;
    private long seen;
    private long startedAt;
    private long shownAt;
    private long shownPercent;
    private long shownDone;
    private @Nullable Long stoodAt;
    private boolean drawn;
    private boolean advised;

    public ProgressLines(Terminal terminal, CliMessages words, LongSupplier nanos) {
        this.terminal = terminal;
        this.words = words;
        this.nanos = nanos;
        this.startedAt = nanos.getAsLong();
    }

    @Override
    public synchronized void started(DataCategory what, long runId, long total, long done) {
        last();
        category = what;
        terminal.about(what, runId);
        candidates = total;
        before = Math.min(done, total);
        seen = 0;
        shownAt = nanos.getAsLong();
        shownPercent = percent();
        shownDone = done();
        if (!advised) {
            advised = true;
            terminal.note(words.say("progress.advice"));
        }
        String earlier = before > 0 ? words.say("progress.before", before) : "";
        terminal.note(words.say("progress.began", what, Long.toString(runId), total, earlier));
    }

    @Override
    public synchronized void moved(DataCategory what, long records, long erased) {
        seen += records;
        long now = nanos.getAsLong();
        boolean full = done() >= candidates;
        if (terminal.screen()) {
            if (full || !drawn || now - shownAt >= REDRAW) {
                shownAt = now;
                drawn = true;
                terminal.err().print("\r" + bar(now));
                terminal.err().flush();
            }
        } else if (percent() >= shownPercent + 5 || now - shownAt >= LINE || full && shownDone < candidates) {
            show(now);
        }
    }

    private void show(long now) {
        shownAt = now;
        shownPercent = percent();
        shownDone = done();
        terminal.note(line(now));
    }

    /** The last figure of a run, where it was not shown. */
    private void last() {
        if (!terminal.screen() && category != null && done() > shownDone) {
            show(nanos.getAsLong());
        }
    }

    @Override
    public synchronized void stands(DataCategory what, @Nullable String why) {
        if (drawn) {
            terminal.err().println();
            drawn = false;
        }
        // A pause is no part of the speed.
        Long since = stoodAt;
        if (why != null) {
            stoodAt = since == null ? Long.valueOf(nanos.getAsLong()) : since;
        } else if (since != null) {
            startedAt += nanos.getAsLong() - since;
            stoodAt = null;
        }
        terminal.note(why == null ? words.say("progress.goes-on", what) : what.id() + " " + why);
    }

    /** Leaves the bar as it stands and goes to the next line. */
    public synchronized void end() {
        last();
        if (drawn) {
            terminal.err().println();
            drawn = false;
        }
        category = null;
        terminal.about(null, 0);
        startedAt = nanos.getAsLong();
    }

    /** A line of its own, also while a bar is drawn. */
    public synchronized void say(String text) {
        if (drawn) {
            terminal.err().println();
            drawn = false;
        }
        terminal.problem(text);
    }

    private String bar(long now) {
        String before = String.format(Formats.OURS, "%-15s %3d%% ", category, percent());
        String after = String.format(
                Formats.OURS,
                "%s/%s  %s/s  %-12s",
                Formats.number(done()),
                Formats.number(candidates),
                Formats.number(rate(now)),
                eta(now));
        // One column less than there are: a full line moves the cursor to the next one.
        int columns = terminal.columns() - 1;
        int left = columns - before.length() - after.length();
        if (left < 0) {
            String done = before + Formats.number(done()) + "/" + Formats.number(candidates);
            return done + " ".repeat(Math.max(0, columns - done.length()));
        }
        return left < SHORTEST ? before + after : before + drawn(Math.min(left - FRAME, LONGEST)) + after;
    }

    private String drawn(int length) {
        int filled = (int) (percent() * length / 100);
        return "[" + "=".repeat(filled) + (filled < length ? ">" + " ".repeat(length - filled - 1) : "") + "] ";
    }

    private String line(long now) {
        return String.format(
                        Formats.OURS,
                        "%-15s %3d%% %d/%d %d/s %s",
                        category,
                        percent(),
                        done(),
                        candidates,
                        rate(now),
                        eta(now))
                .stripTrailing();
    }

    /** Sweeps look at some records again, so more may be seen than there are. */
    private long done() {
        return Math.min(before + seen, candidates);
    }

    private long percent() {
        return candidates == 0 ? 100 : done() * 100 / candidates;
    }

    private long rate(long now) {
        return seen * TimeUnit.SECONDS.toNanos(1) / Math.max(1, now - startedAt);
    }

    private String eta(long now) {
        long rate = rate(now);
        long left = candidates - done();
        return left == 0 || rate == 0 ? "" : "ETA " + Formats.length(java.time.Duration.ofSeconds(left / rate));
    }
}
