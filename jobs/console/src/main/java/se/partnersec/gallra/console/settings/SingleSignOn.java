package se.partnersec.gallra.console.settings;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.SecretFile;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Single sign-on with an OpenID provider (OpenID Connect Core 1.0, authorization code flow).
 *
 * @param issuer as the provider names itself, to the letter
 * @param client identifier that the provider gave the console
 * @param secret of that client
 * @param account of the database with the role {@code sso}, under which everybody reads who signs in this way
 */
public record SingleSignOn(String issuer, String client, String secret, DatabaseAccount account) {
    private static final Sentences SENTENCES = Sentences.of("console");
    private static final String ISSUER = "GALLRA_CONSOLE_OIDC_ISSUER";
    private static final String CLIENT = "GALLRA_CONSOLE_OIDC_CLIENT";
    private static final String SECRET = "GALLRA_CONSOLE_OIDC_SECRET";
    private static final String USER = "GALLRA_CONSOLE_SSO_USER";
    private static final String PASSWORD = "GALLRA_CONSOLE_SSO_PASSWORD";

    /** Null if none of its variables is set; all are needed. @param problems what is wrong is added here */
    static @Nullable SingleSignOn from(Map<String, String> environment, List<String> problems) {
        String issuer = environment.getOrDefault(ISSUER, "").strip();
        String client = environment.getOrDefault(CLIENT, "").strip();
        String user = environment.getOrDefault(USER, "").strip();
        String secret = SecretFile.of(SECRET, environment, problems);
        String password = SecretFile.of(PASSWORD, environment, problems);
        List<String> missing = new ArrayList<>();
        require(issuer, ISSUER, missing);
        require(client, CLIENT, missing);
        require(secret, SECRET + "_FILE", missing);
        require(user, USER, missing);
        require(password, PASSWORD + "_FILE", missing);
        if (secret == null || password == null || !missing.isEmpty()) {
            if (missing.size() < 5) {
                problems.add(SENTENCES.say("settings.sso-missing", String.join(", ", missing)));
            }
            return null;
        }
        if (!usable(issuer)) {
            problems.add(SENTENCES.say("settings.issuer", issuer));
        }
        return new SingleSignOn(issuer, client, secret, new DatabaseAccount(user, password));
    }

    private static void require(@Nullable String value, String name, List<String> missing) {
        if (value == null || value.isEmpty()) {
            missing.add(name);
        }
    }

    /** An address with TLS, or of this machine (OpenID Connect Core 1.0, section 2, {@code iss}). */
    private static boolean usable(String issuer) {
        try {
            URI uri = URI.create(issuer);
            boolean here = "http".equals(uri.getScheme()) && ConsoleSettings.here(String.valueOf(uri.getHost()));
            return uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && ("https".equals(uri.getScheme()) || here);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "SingleSignOn[issuer=" + issuer + ", client=" + client + "]";
    }
}
