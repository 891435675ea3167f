package se.partnersec.gallra.operations.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import se.partnersec.gallra.config.settings.Loopback;
import se.partnersec.gallra.support.text.Sentences;

/** Where something is told: over HTTPS, or HTTP on this machine. Such addresses are secrets, so none is ever shown. */
public final class WebhookAddress {
    private static final Sentences SENTENCES = Sentences.of("operations");
    private final URI uri;

    private WebhookAddress(URI uri) {
        this.uri = uri;
    }

    /**
     * @param name of the setting, for whoever has to mend it
     * @throws IllegalArgumentException with the cure, if nothing may be sent there
     */
    public static WebhookAddress read(String name, String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(SENTENCES.say("notify.no-address-write-like-https-hc", name), e);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException(SENTENCES.say("notify.no-address-write-like-https-hc", name));
        }
        if (scheme.equals("http") && !Loopback.is(host)) {
            throw new IllegalArgumentException(SENTENCES.say("notify.would-sent-clear-use-https-http", name));
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null || uri.getRawQuery() != null) {
            throw new IllegalArgumentException(SENTENCES.say("notify.must-have-no-user-no-no", name));
        }
        return new WebhookAddress(uri);
    }

    URI uri() {
        return uri;
    }

    /** The same with one step more at the end of its path. */
    WebhookAddress below(String step) {
        String base = uri.toString();
        return new WebhookAddress(URI.create((base.endsWith("/") ? base : base + "/") + step));
    }

    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getHost() + "/…";
    }
}
