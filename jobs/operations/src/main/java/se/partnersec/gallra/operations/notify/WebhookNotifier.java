package se.partnersec.gallra.operations.notify;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.json.JsonText;

/** Posts a notification as {@code {"text": …}}, which Slack, Mattermost and others take. */
public final class WebhookNotifier implements Notifier {
    private final WebhookAddress address;
    private final HttpMessenger messenger = new HttpMessenger();

    public WebhookNotifier(WebhookAddress address) {
        this.address = address;
    }

    @Override
    public @Nullable String tell(String text) {
        return messenger.send(address, "application/json", json(text));
    }

    static String json(String text) {
        return JsonText.line(Map.of("text", text));
    }
}
