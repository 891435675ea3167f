package se.partnersec.gallra.operations.notify;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A dead man's switch, as healthchecks.io understands it: {@code /start}, and then {@code /EXITCODE} with a summary. Whoever watches
 * it is told when nothing comes.
 */
public final class HealthcheckPing {
    /** Bytes of a summary, in UTF-8. */
    static final int MOST = 10_000;

    private final WebhookAddress address;
    private final HttpMessenger messenger = new HttpMessenger();

    public HealthcheckPing(WebhookAddress address) {
        this.address = address;
    }

    /** @return null if it was taken, else why not */
    public @Nullable String start() {
        return messenger.send(address.below("start"), "text/plain; charset=utf-8", "");
    }

    /** @return null if it was taken, else why not */
    public @Nullable String end(int exitCode, String summary) {
        return messenger.send(
                address.below(Integer.toString(exitCode)), "text/plain; charset=utf-8", shortened(summary));
    }

    /** At most so many bytes, and whole lines; the first lines say most. */
    static String shortened(String summary) {
        StringBuilder text = new StringBuilder();
        int bytes = 0;
        for (String line : summary.lines().toList()) {
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
            if (bytes > MOST) {
                break;
            }
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
