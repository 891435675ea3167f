package se.partnersec.gallra.herald;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.json.JsonText;

/** Tells a room of people something, as {@code {"text": …}}, which Slack, Mattermost and others take. */
public final class Webhook implements Room {
    private final Address address;
    private final Messenger messenger = new Messenger();

    public Webhook(Address address) {
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
