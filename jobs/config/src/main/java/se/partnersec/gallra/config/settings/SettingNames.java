package se.partnersec.gallra.config.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.Spelling;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * The names of all variables that begin with {@code GALLRA_}. Another such name is misspelt, and what it was to set would silently be
 * left out.
 */
final class SettingNames {
    private static final Sentences SENTENCES = Sentences.of("config");
    /** Where the servers are, and who we are there. */
    static final List<String> CONNECTIONS = List.of(
            "GALLRA_DB_USER",
            "GALLRA_DB_PASSWORD",
            "GALLRA_OWNER_USER",
            "GALLRA_OWNER_PASSWORD",
            "GALLRA_FINANCE_USER",
            "GALLRA_FINANCE_PASSWORD",
            "GALLRA_READER_USER",
            "GALLRA_READER_PASSWORD",
            "GALLRA_SEALER_USER",
            "GALLRA_SEALER_PASSWORD",
            "GALLRA_S3_ENDPOINT",
            "GALLRA_S3_BUCKET",
            "GALLRA_S3_BUCKET_OWNER",
            "GALLRA_S3_REGION",
            "GALLRA_S3_ACCESS_KEY",
            "GALLRA_S3_SECRET_KEY");
    /** Secrets of servers: of each a file may be named, by the name with {@code _FILE} behind it. */
    static final Set<String> SECRETS = Set.of(
            "GALLRA_DB_PASSWORD",
            "GALLRA_OWNER_PASSWORD",
            "GALLRA_FINANCE_PASSWORD",
            "GALLRA_READER_PASSWORD",
            "GALLRA_SEALER_PASSWORD",
            "GALLRA_S3_ACCESS_KEY",
            "GALLRA_S3_SECRET_KEY",
            "GALLRA_SEAL_S3_ACCESS_KEY",
            "GALLRA_SEAL_S3_SECRET_KEY");
    /** The same, read where they are needed. */
    private static final Set<String> OWN_SECRETS = Set.of(
            "GALLRA_MAIL_PASSWORD", "GALLRA_TAG_KEY", "GALLRA_CONSOLE_OIDC_SECRET", "GALLRA_CONSOLE_SSO_PASSWORD");

    private static final List<String> OTHERS = List.of(
            "GALLRA_DB_URL",
            "GALLRA_ACCOUNTS",
            "GALLRA_CONFIG",
            "GALLRA_HOME",
            "GALLRA_CHUNK",
            "GALLRA_PERSON",
            "GALLRA_SEAL_KEY_FILE",
            "GALLRA_SEAL_PUBLIC_KEY_FILE",
            "GALLRA_CERTIFICATE_KEY_FILE",
            "GALLRA_CERTIFICATE_PUBLIC_KEY_FILE",
            "GALLRA_SEAL_DIR",
            "GALLRA_SEAL_BUCKET",
            "GALLRA_SEAL_PREFIX",
            "GALLRA_SEAL_RETENTION_DAYS",
            "GALLRA_SEAL_WITHOUT_LOCK",
            "GALLRA_SEAL_S3_ENDPOINT",
            "GALLRA_SEAL_S3_REGION",
            "GALLRA_SEAL_S3_BUCKET_OWNER",
            "GALLRA_PING_URL",
            "GALLRA_WEBHOOK_URL",
            "GALLRA_MAIL_SERVER",
            "GALLRA_MAIL_FROM",
            "GALLRA_MAIL_TO",
            "GALLRA_MAIL_USER",
            "GALLRA_LOG_FORMAT",
            "GALLRA_CONSOLE_ADDRESS",
            "GALLRA_CONSOLE_MONITORING_ADDRESS",
            "GALLRA_CONSOLE_MONITORING_PORT",
            "GALLRA_CONSOLE_OIDC_CLIENT",
            "GALLRA_CONSOLE_OIDC_ISSUER",
            "GALLRA_CONSOLE_PORT",
            "GALLRA_CONSOLE_SITE",
            "GALLRA_CONSOLE_SSO_USER");
    /** Read by scripts, or set by them for the program. */
    private static final List<String> SCRIPTS =
            List.of("GALLRA_COMMAND", "GALLRA_HEAP", "GALLRA_EMBEDDED_CLASSPATH", "GALLRA_BENCH_HEAP");
    /** For tests and measurements alone. */
    private static final List<String> TESTS = List.of(
            "GALLRA_TEST_DB_URL",
            "GALLRA_TEST_DB_USER",
            "GALLRA_TEST_DB_PASSWORD",
            "GALLRA_TEST_S3_ENDPOINT",
            "GALLRA_TEST_S3_ACCESS_KEY",
            "GALLRA_TEST_S3_SECRET_KEY",
            "GALLRA_TEST_S3_NAME");
    /** What Kubernetes tells every pod of a service that is called gallra-something, unless it is told not to. */
    private static final Pattern SERVICE = Pattern.compile(
            "GALLRA_([A-Z0-9_]+_)?(SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_[A-Z]+)?)?)");

    /** A name that differs in more is no misspelling of the other. */
    private SettingNames() {}

    /** Every name there is. */
    static Set<String> all() {
        Set<String> all = new TreeSet<>(CONNECTIONS);
        all.addAll(SECRETS);
        all.addAll(OWN_SECRETS);
        List.copyOf(all).stream().filter(SettingNames::secret).forEach(name -> all.add(name + "_FILE"));
        all.addAll(OTHERS);
        all.addAll(SCRIPTS);
        all.addAll(TESTS);
        return all;
    }

    /** What is wrong with the names that are set, and with their values; never what a secret is. */
    static List<String> problems(Map<String, String> environment) {
        Set<String> known = all();
        List<String> problems = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith("GALLRA_") || SERVICE.matcher(name).matches()) {
                return;
            }
            String hidden = VisibleText.problem(value.strip());
            if (!known.contains(name)) {
                problems.add(SENTENCES.say(
                        "settings.there-no-variable-correct-name-unset",
                        VisibleText.of(name),
                        Spelling.meant(name, known)));
            } else if (hidden != null && !secret(name)) {
                problems.add(name + " " + hidden);
            }
        });
        return problems;
    }

    /** May hold any character. */
    private static boolean secret(String name) {
        return SECRETS.contains(name) || OWN_SECRETS.contains(name);
    }
}
