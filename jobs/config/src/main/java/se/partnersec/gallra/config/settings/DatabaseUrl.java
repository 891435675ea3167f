package se.partnersec.gallra.config.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The address of our schema: one host, one schema, and of the driver's many parameters only harmless ones.
 *
 * <p>Some parameters of the driver let a server read our files, run classes of its choice or split statements, so a
 * parameter is refused unless it is known to be good.
 */
public record DatabaseUrl(String host, int port, String schema, Map<String, String> parameters) {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final Set<String> SYSTEM = Set.of("mysql", "sys", "information_schema", "performance_schema");
    private static final String SHAPE = "jdbc:mysql://HOST:3306/SCHEMA";
    private static final Set<String> ALLOWED = Set.of(
            "sslMode",
            "tlsVersions",
            "tlsCiphersuites",
            "trustCertificateKeyStoreUrl",
            "trustCertificateKeyStoreType",
            "trustCertificateKeyStorePassword",
            "clientCertificateKeyStoreUrl",
            "clientCertificateKeyStoreType",
            "clientCertificateKeyStorePassword",
            "serverRSAPublicKeyFile",
            "connectTimeout",
            "socketTimeout");
    private static final Set<String> SSL_MODES =
            Set.of("DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY");
    /** Without TLS at all, or without it where somebody in between says that the server has none. */
    private static final Set<String> PLAIN = Set.of("DISABLED", "PREFERRED");

    public DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    /** Reads a URL; what is wrong with it is added to {@code problems}, without any value that may be secret. */
    static DatabaseUrl read(String text, List<String> problems) {
        DatabaseUrl nothing = new DatabaseUrl("nowhere", 3306, "nothing", Map.of());
        if (!text.startsWith("jdbc:mysql://")) {
            problems.add(SENTENCES.say(
                    "settings.gallra-db-url-must-look-like", SHAPE, text.replaceFirst("(?s)//.*", "//…")));
            return nothing;
        }
        URI uri;
        try {
            uri = new URI(text.substring("jdbc:".length()));
        } catch (URISyntaxException e) {
            problems.add(SENTENCES.say(
                    "settings.gallra-db-url-cannot-read-near",
                    (e.getIndex() + "jdbc:".length()),
                    e.getReason(),
                    SHAPE));
            return nothing;
        }
        if (uri.getRawUserInfo() != null) {
            problems.add(SENTENCES.say("settings.gallra-db-url-contains-user-put"));
        }
        if (uri.getHost() == null) {
            problems.add(SENTENCES.say("settings.gallra-db-url-must-name-exactly", SHAPE));
            return nothing;
        }
        String schema = uri.getPath().replaceFirst("^/", "");
        if (!schema.matches("[A-Za-z][A-Za-z0-9_]{0,62}")) {
            problems.add(SENTENCES.say("settings.gallra-db-url-must-end-name", SHAPE, schema));
        } else if (SYSTEM.contains(schema.toLowerCase(Locale.ROOT))) {
            problems.add(SENTENCES.say("settings.gallra-db-url-ends-which-belongs", schema));
        }
        Map<String, String> parameters = parameters(uri, problems);
        DatabaseUrl url = new DatabaseUrl(uri.getHost(), uri.getPort() < 0 ? 3306 : uri.getPort(), schema, parameters);
        String mode = parameters.getOrDefault("sslMode", "").toUpperCase(Locale.ROOT);
        if (PLAIN.contains(mode) && !url.isLoopback()) {
            problems.add(SENTENCES.say("settings.gallra-db-url-sslmode-which-anybody", mode, url.host()));
        }
        return url;
    }

    private static Map<String, String> parameters(URI uri, List<String> problems) {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<String> refused = new ArrayList<>();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String pair : query.split("&", -1)) {
            String name = decode(pair.replaceFirst("=.*", ""));
            if (name.isEmpty()) {
                continue;
            }
            if (!ALLOWED.contains(name)) {
                refused.add(name);
            } else if (parameters.put(name, decode(pair.substring(pair.indexOf('=') + 1))) != null) {
                problems.add(SENTENCES.say("settings.gallra-db-url-names-twice-keep", name));
            }
        }
        if (!refused.isEmpty()) {
            problems.add(SENTENCES.say(
                    "settings.gallra-db-url-parameters-gallra-does",
                    String.join(", ", refused),
                    String.join(", ", ALLOWED.stream().sorted().toList())));
        }
        String mode = parameters.getOrDefault("sslMode", "REQUIRED").toUpperCase(Locale.ROOT);
        if (!SSL_MODES.contains(mode)) {
            problems.add(SENTENCES.say(
                    "settings.gallra-db-url-sslmode-use-one",
                    mode,
                    String.join(", ", SSL_MODES.stream().sorted().toList())));
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The address without any parameter; those go to the driver as properties. */
    public String jdbc() {
        return "jdbc:mysql://" + host + ":" + port + "/" + schema;
    }

    public boolean isLoopback() {
        return isLoopback(host);
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return jdbc();
    }
}
