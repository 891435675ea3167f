package se.partnersec.gallra.cli.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.operations.notify.HealthcheckPing;
import se.partnersec.gallra.operations.notify.MailNotifier;
import se.partnersec.gallra.operations.notify.Notifier;
import se.partnersec.gallra.operations.notify.WebhookAddress;
import se.partnersec.gallra.operations.notify.WebhookNotifier;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * Notifications that runs began and how they ended: a health-check ping, a webhook and mail. They give categories, counts and
 * exit codes only, never reasons: those may quote personal data. A notification that cannot be sent is reported and stops
 * nothing.
 */
public final class RunNotifications {
    private static final Sentences SENTENCES = Sentences.of("cli");
    static final String PING = "GALLRA_PING_URL";
    static final String WEBHOOK = "GALLRA_WEBHOOK_URL";
    /** Of these a person has to hear at once; others are done, or go better by themselves. */
    private static final Set<ExitCode> TOLD =
            Set.of(ExitCode.BUG, ExitCode.CONFIGURATION, ExitCode.ENVIRONMENT, ExitCode.FAILED, ExitCode.REFUSED);

    private final CommandContext session;
    private final List<String> lines = new ArrayList<>();
    private @Nullable HealthcheckPing ping;
    private Map<String, Notifier> notifiers = Map.of();
    private String command = "";
    private boolean running;

    RunNotifications(CommandContext session) {
        this.session = session;
    }

    /**
     * A command that runs begins.
     *
     * @param name of the command, for whoever reads of it
     * @param asked where to ping; null for what the environment says
     * @throws IllegalArgumentException if nothing may be sent to what was asked for; nothing was sent yet
     * @throws RefusedException the same of what the environment says
     */
    public void begin(String name, @Nullable String asked) {
        HealthcheckPing told = asked == null ? setting(this::configured) : ping("--ping", asked);
        notifiers = setting(this::notifiers);
        ping = told;
        command = name;
        running = true;
        if (told != null) {
            failed("ping", told.start());
        }
    }

    private @Nullable HealthcheckPing configured() {
        return ping(PING, session.environment(PING));
    }

    private static @Nullable HealthcheckPing ping(String name, String where) {
        return where.isBlank() ? null : new HealthcheckPing(WebhookAddress.read(name, where));
    }

    /** Receivers that the environment names. @throws RefusedException if nothing may be sent there */
    private static <T extends @Nullable Object> T setting(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw RefusedException.configuration(String.valueOf(e.getMessage()));
        }
    }

    public void ended(RunResult result) {
        if (running) {
            lines.add(line(result));
        }
    }

    private static String line(RunResult result) {
        String run = result.category() + " " + result.exit() + (result.runId() == 0 ? "" : " run=" + result.runId());
        if (!result.countsKnown()) {
            return run + " counts=unknown";
        }
        return run
                + " erased=" + result.counts().of(Outcome.ERASED)
                + " reduced=" + result.counts().of(Outcome.ANONYMISED)
                + " held=" + result.counts().of(Outcome.HELD)
                + " review=" + result.counts().of(Outcome.REVIEW)
                + " all=" + result.counts().total();
    }

    /** A plan was saved that no run may do before somebody else approves it. */
    public void waits(String plan, long going) {
        try {
            tell(notifiers(), SENTENCES.say("notice.plan-waits", plan, going, plan));
        } catch (IllegalArgumentException e) {
            session.terminal().problem(String.valueOf(e.getMessage()));
        }
    }

    /** The command is over, whatever way. */
    public void exit(int code) {
        if (!running) {
            return;
        }
        running = false;
        ExitCode exit = ExitCode.of(code);
        String summary =
                SENTENCES.say("notice.ended", command, code, session.words().say("exit." + code)) + "\n"
                        + String.join("\n", lines);
        HealthcheckPing told = ping;
        if (told != null) {
            failed("ping", told.end(code, summary));
        }
        if (TOLD.contains(exit)) {
            tell(notifiers, summary + "\ngallra runs list");
        }
    }

    private void tell(Map<String, Notifier> told, String text) {
        told.forEach((what, notifier) -> failed(what, notifier.tell(VisibleText.lines("Gallra: " + text))));
    }

    /** By what they are called when one of them cannot be told. */
    private Map<String, Notifier> notifiers() {
        Map<String, Notifier> found = new LinkedHashMap<>();
        String where = session.environment(WEBHOOK);
        if (!where.isBlank()) {
            found.put("webhook", new WebhookNotifier(WebhookAddress.read(WEBHOOK, where)));
        }
        MailNotifier mail = MailNotifier.read(session.environment(), session::now);
        if (mail != null) {
            found.put("mail", mail);
        }
        return found;
    }

    private void failed(String what, @Nullable String why) {
        if (why != null) {
            session.terminal().problem(session.words().say("notification.failed", what, why));
        }
    }
}
