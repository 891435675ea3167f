package se.partnersec.gallra.herald;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

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
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("text", text);
            json.writeEndObject();
        }
        return out.toString();
    }
}
