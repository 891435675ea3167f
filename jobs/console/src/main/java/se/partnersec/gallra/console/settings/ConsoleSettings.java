package se.partnersec.gallra.console.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Where the console listens, and under which names browsers reach it.
 *
 * @param address of a network interface; the loopback interface unless a proxy in front of the console ends TLS
 * @param port 0 for any that is free
 * @param site as browsers see it behind a proxy, such as {@code https://gallra.example.com}, or through a forwarded port of their own
 *     machine, such as {@code http://localhost:8484}; null without either
 * @param monitoring where health and metrics are
 * @param sso null without single sign-on
 */
public record ConsoleSettings(
        String address,
        int port,
        @Nullable URI site,
        Monitoring monitoring,
        @Nullable SingleSignOn sso) {
    public static final int USUAL_PORT = 8484;
    public static final int USUAL_MONITORING_PORT = 8485;

    private static final Sentences SENTENCES = Sentences.of("console");
    private static final String LOOPBACK = "127.0.0.1";
    private static final List<String> LOOPBACK_NAMES = List.of("localhost", LOOPBACK, "[::1]");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Address of health and metrics, which need no sign-in and name nobody.
     *
     * @param port another than that of the pages; 0 for any that is free
     */
    public record Monitoring(String address, int port) {}

    /**
     * Reads the variables that begin with {@code GALLRA_CONSOLE_}.
     *
     * @throws RefusedException naming everything that is wrong
     */
    public static ConsoleSettings from(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        String address = value(environment, "GALLRA_CONSOLE_ADDRESS", LOOPBACK);
        int port = port(environment, "GALLRA_CONSOLE_PORT", USUAL_PORT, problems);
        Monitoring monitoring = new Monitoring(
                value(environment, "GALLRA_CONSOLE_MONITORING_ADDRESS", LOOPBACK),
                port(environment, "GALLRA_CONSOLE_MONITORING_PORT", USUAL_MONITORING_PORT, problems));
        if (monitoring.port() == port && port != 0) {
            problems.add(SENTENCES.say("settings.same-port", port));
        }
        URI site = site(value(environment, "GALLRA_CONSOLE_SITE", ""), problems);
        if (site == null && !loopback(address)) {
            problems.add(SENTENCES.say("settings.address-needs-site", address));
        }
        SingleSignOn sso = SingleSignOn.from(environment, problems);
        if (!problems.isEmpty()) {
            throw RefusedException.configuration(String.join("\n", problems));
        }
        return new ConsoleSettings(address, port, site, monitoring, sso);
    }

    /** Values of the header {@code Host} that are answered; of the others a page could read what this person may read. */
    public Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        if (site != null) {
            String host = site.getHost().toLowerCase(Locale.ROOT);
            int usual = secure() ? HTTPS : HTTP;
            hosts.add(site.getPort() < 0 || site.getPort() == usual ? host : host + ":" + site.getPort());
        } else {
            for (String name : LOOPBACK_NAMES) {
                hosts.add(port == HTTP ? name : name + ":" + port);
            }
        }
        return hosts;
    }

    /** Whether browsers speak TLS with the proxy, and cookies can be kept from plain connections. */
    public boolean secure() {
        return site != null && site.getScheme().equals("https");
    }

    private static String value(Map<String, String> environment, String name, String usual) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? usual : value;
    }

    private static int port(Map<String, String> environment, String name, int usual, List<String> problems) {
        String text = value(environment, name, String.valueOf(usual));
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= HIGHEST_PORT) {
            return Integer.parseInt(text);
        }
        problems.add(SENTENCES.say("settings.port", name, text));
        return usual;
    }

    private static @Nullable URI site(String text, List<String> problems) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI site = URI.create(text);
            String path = site.getPath();
            boolean encrypted = "https".equals(site.getScheme());
            boolean here = "http".equals(site.getScheme()) && here(String.valueOf(site.getHost()));
            if (site.getHost() != null && (encrypted || here) && (path.isEmpty() || path.equals("/"))) {
                return site;
            }
        } catch (IllegalArgumentException e) {
            // Said below, like every other text that is no address.
        }
        problems.add(SENTENCES.say("settings.site", text));
        return null;
    }

    /** True for a name of this machine. */
    static boolean here(String host) {
        return LOOPBACK_NAMES.contains(host);
    }

    private static boolean loopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
