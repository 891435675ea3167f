package se.partnersec.gallra.operations.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import se.partnersec.gallra.config.settings.Loopback;

/** Where something is told: over HTTPS, or HTTP on this machine. Such addresses are secrets, so none is ever shown. */
public final class WebhookAddress {
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
            throw new IllegalArgumentException(name + " is no address: write it like https://hc-ping.com/…", e);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException(name + " is no address: write it like https://hc-ping.com/…");
        }
        if (scheme.equals("http") && !Loopback.is(host)) {
            throw new IllegalArgumentException(
                    name + " would be sent in the clear: use https://; http:// is for this machine alone");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null || uri.getRawQuery() != null) {
            throw new IllegalArgumentException(name + " must have no user, no ? and no #: only scheme, host and path");
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
