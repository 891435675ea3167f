package se.partnersec.gallra.app.boot;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.database.schema.MigrationException;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.MissingRightException;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** The refusal that an exception is, or stands for: database, object store and TLS have exceptions of their own. */
public final class RefusalTranslator {
    private static final Sentences SENTENCES = Sentences.of("app");
    private static final Set<Integer> UNREACHABLE =
            Set.of(1040, 1053, 1152, 1158, 1159, 1160, 1161, 1205, 1213, 2003, 2006, 2013);
    private static final Set<Integer> ACCOUNT = Set.of(1045, 1698);
    private static final Set<Integer> RIGHTS = Set.of(1044, 1142, 1143, 1227, 1370);

    private RefusalTranslator() {}

    public static Optional<RefusedException> read(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            RefusedException refused = ours(t);
            if (refused != null) {
                return Optional.of(refused);
            }
        }
        return database(thrown);
    }

    private static @Nullable RefusedException ours(Throwable t) {
        if (t instanceof MigrationException migration) {
            // Of a server that does not answer, or refuses the account, the exit code is that of any other command.
            return database(t)
                    .map(fault -> new RefusedException(fault.exit(), migration.problems()))
                    .orElse(migration);
        }
        if (t instanceof ObjectStoreException store) {
            return new RefusedException(exit(store.kind()), List.of(store.getMessage()));
        }
        return t instanceof RefusedException refused ? refused : null;
    }

    private static ExitCode exit(ObjectStoreException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, THROTTLED, OTHER -> ExitCode.ENVIRONMENT;
            case NO_SUCH_BUCKET, DENIED, UNSUPPORTED -> ExitCode.CONFIGURATION;
        };
    }

    private static Optional<RefusedException> database(Throwable thrown) {
        SQLException last = null;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                last = sql;
            }
            if (last != null && (t instanceof SSLException || t instanceof CertificateException)) {
                return Optional.of(untrusted(t));
            }
        }
        return last == null ? Optional.empty() : Optional.ofNullable(database(last));
    }

    private static RefusedException untrusted(Throwable t) {
        return RefusedException.configuration(SENTENCES.say(
                "boot.database-server-does-not-prove-who",
                sentence(t).lines().findFirst().orElse("").strip()));
    }

    /** Only texts of the server that name accounts, schemas and tables are passed on; others may quote a record. */
    private static @Nullable RefusedException database(SQLException fault) {
        int code = fault.getErrorCode();
        String state = String.valueOf(fault.getSQLState());
        String says = String.valueOf(fault.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        if (ACCOUNT.contains(code)) {
            return RefusedException.configuration(SENTENCES.say("boot.database-refuses-account-check-gallra-db", says));
        }
        if (RIGHTS.contains(code)) {
            return new MissingRightException(
                    SENTENCES.say("boot.account-lacks-right-database-administrator-gives", says));
        }
        if (code == 1049) {
            return RefusedException.configuration(
                    SENTENCES.say("boot.database-administrator-makes-gallra-db-grants", says));
        }
        if (code == 1146 || code == 1054) {
            return RefusedException.configuration(SENTENCES.say("boot.one-gallra-own-gallra-db-migrate", says));
        }
        if (UNREACHABLE.contains(code) || state.startsWith("08") || fault instanceof SQLTransientConnectionException) {
            return RefusedException.environment(SENTENCES.say("boot.database-does-not-answer", says + reached(fault)));
        }
        return null;
    }

    /** Why the server was not reached, where the network said so; empty if it did not. */
    private static String reached(Throwable fault) {
        for (Throwable t = fault; t != null; t = t.getCause()) {
            if (t instanceof UnknownHostException) {
                return ": " + SENTENCES.say("boot.no-such-host", sentence(t).replaceFirst(": .*", ""));
            }
            if (t instanceof ConnectException) {
                return ": " + SENTENCES.say("boot.nobody-listens");
            }
        }
        return "";
    }

    private static String sentence(Throwable t) {
        return String.valueOf(t.getMessage());
    }
}
