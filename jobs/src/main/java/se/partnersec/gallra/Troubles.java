package se.partnersec.gallra;

import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approval.ApprovalRefused;
import se.partnersec.gallra.books.BooksRefused;
import se.partnersec.gallra.certificate.CertificateRefused;
import se.partnersec.gallra.cli.Refusal;
import se.partnersec.gallra.demo.DemoRefused;
import se.partnersec.gallra.demo.DevServersFailed;
import se.partnersec.gallra.hold.HoldRefused;
import se.partnersec.gallra.plan.PolicyUnknown;
import se.partnersec.gallra.plan.UnreadableKey;
import se.partnersec.gallra.replay.ReplayRefused;
import se.partnersec.gallra.report.ReportRefused;
import se.partnersec.gallra.request.RequestRefused;
import se.partnersec.gallra.run.NoSuchRun;
import se.partnersec.gallra.run.OrderRefused;
import se.partnersec.gallra.saved.PlanRefused;
import se.partnersec.gallra.seal.SealRefused;
import se.partnersec.gallra.store.ConfigException;
import se.partnersec.gallra.store.FileRefused;
import se.partnersec.gallra.store.MigrationRefused;
import se.partnersec.gallra.store.ObjectStoreException;
import se.partnersec.gallra.store.PolicyTexts;
import se.partnersec.gallra.support.ExitCode;
import se.partnersec.gallra.upkeep.PruneRefused;

/** Knows which exceptions are the world's doing, not ours, and what the doors say of them. */
final class Troubles {
    private static final Set<Integer> UNREACHABLE =
            Set.of(1040, 1053, 1152, 1158, 1159, 1160, 1161, 1205, 1213, 2003, 2006, 2013);
    private static final Set<Integer> ACCOUNT = Set.of(1045, 1698);
    private static final Set<Integer> RIGHTS = Set.of(1044, 1142, 1143, 1227, 1370);

    private Troubles() {}

    static Optional<Refusal> read(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            Refusal refusal = ours(t);
            if (refusal != null) {
                return Optional.of(refusal);
            }
        }
        return database(thrown);
    }

    private static @Nullable Refusal ours(Throwable t) {
        if (t instanceof Refusal.Refused refused) {
            return refused.refusal();
        }
        if (t instanceof ConfigException config) {
            List<String> lines = new ArrayList<>();
            lines.add("The configuration is refused; nothing was touched:");
            config.problems().forEach(problem -> lines.add("  " + problem));
            return new Refusal(ExitCode.CONFIGURATION, lines);
        }
        if (t instanceof ObjectStoreException store) {
            return Refusal.of(exit(store.kind()), sentence(store));
        }
        if (t instanceof MigrationRefused) {
            ExitCode exit = database(t).map(Refusal::exit).orElse(ExitCode.CONFIGURATION);
            return new Refusal(exit, sentence(t).lines().toList());
        }
        if (t instanceof DevServersFailed) {
            return new Refusal(ExitCode.ENVIRONMENT, sentence(t).lines().toList());
        }
        if (t instanceof PolicyTexts.Falsified) {
            return Refusal.of(ExitCode.DIFFERENCES, sentence(t));
        }
        if (t instanceof NoSuchRun
                || t instanceof PolicyUnknown
                || t instanceof UnreadableKey
                || t instanceof ReportRefused
                || t instanceof FileRefused) {
            return Refusal.of(ExitCode.USAGE, sentence(t));
        }
        if (t instanceof PruneRefused refused) {
            return Refusal.of(refused.found() ? ExitCode.DIFFERENCES : ExitCode.USAGE, sentence(refused));
        }
        if (t instanceof CertificateRefused refused) {
            return new Refusal(refused.found() ? ExitCode.DIFFERENCES : ExitCode.USAGE, refused.problems());
        }
        if (t instanceof ReplayRefused replay) {
            return new Refusal(replay.found() ? ExitCode.DIFFERENCES : ExitCode.REFUSED, replay.problems());
        }
        return t instanceof DemoRefused ? Refusal.of(ExitCode.REFUSED, sentence(t)) : entered(t);
    }

    /** What finance entered, and was not taken. */
    private static @Nullable Refusal entered(Throwable t) {
        if (t instanceof HoldRefused hold) {
            return new Refusal(ExitCode.USAGE, hold.problems());
        }
        if (t instanceof RequestRefused request) {
            return new Refusal(ExitCode.USAGE, request.problems());
        }
        if (t instanceof ApprovalRefused || t instanceof OrderRefused || t instanceof PlanRefused) {
            return Refusal.of(ExitCode.USAGE, sentence(t));
        }
        if (t instanceof SealRefused seal) {
            return Refusal.of(exit(seal.kind()), sentence(seal));
        }
        return t instanceof BooksRefused books
                ? new Refusal(books.guarded() ? ExitCode.REFUSED : ExitCode.USAGE, books.problems())
                : null;
    }

    private static ExitCode exit(ObjectStoreException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, THROTTLED, OTHER -> ExitCode.ENVIRONMENT;
            case NO_SUCH_BUCKET, DENIED, UNSUPPORTED -> ExitCode.CONFIGURATION;
        };
    }

    private static ExitCode exit(SealRefused.Kind kind) {
        return switch (kind) {
            case MISUSED -> ExitCode.CONFIGURATION;
            case SUSPICIOUS -> ExitCode.REFUSED;
            case LATER -> ExitCode.ENVIRONMENT;
        };
    }

    private static Optional<Refusal> database(Throwable thrown) {
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

    private static Refusal untrusted(Throwable t) {
        return Refusal.of(
                ExitCode.CONFIGURATION,
                "The database server does not prove who it is ("
                        + sentence(t).lines().findFirst().orElse("").strip()
                        + "). Nothing was sent to it. In GALLRA_DB_URL use the host name its certificate bears, and give the"
                        + " authority that issued it: trustCertificateKeyStoreUrl=file:…, …Type=PKCS12, …Password=…;"
                        + " sslMode=REQUIRED encrypts without asking for proof.");
    }

    /** Only texts of the server that name accounts, schemas and tables are passed on; others may quote a record. */
    private static @Nullable Refusal database(SQLException fault) {
        int code = fault.getErrorCode();
        String state = String.valueOf(fault.getSQLState());
        String says = String.valueOf(fault.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        if (ACCOUNT.contains(code)) {
            return Refusal.of(
                    ExitCode.CONFIGURATION,
                    "The database refuses the account: " + says + ". Check GALLRA_DB_USER and GALLRA_DB_PASSWORD"
                            + " (GALLRA_OWNER_…, GALLRA_FINANCE_…, GALLRA_READER_…).");
        }
        if (RIGHTS.contains(code)) {
            return Refusal.of(
                    ExitCode.CONFIGURATION,
                    "The account lacks a right: " + says + ". A database administrator gives it: gallra db grants");
        }
        if (code == 1049) {
            return Refusal.of(
                    ExitCode.CONFIGURATION,
                    says + ". A database administrator makes it: gallra db grants --before; then: gallra db migrate");
        }
        if (code == 1146 || code == 1054) {
            return Refusal.of(
                    ExitCode.CONFIGURATION,
                    says + ". Is it one of Gallra's own: gallra db migrate; else correct sources.yml, as gallra doctor"
                            + " says");
        }
        if (UNREACHABLE.contains(code) || state.startsWith("08") || fault instanceof SQLTransientConnectionException) {
            return Refusal.of(
                    ExitCode.ENVIRONMENT,
                    "The database does not answer (" + says + "). Nothing was changed by this command. Check"
                            + " GALLRA_DB_URL, the server and the network, then try again.");
        }
        return null;
    }

    private static String sentence(Throwable t) {
        return String.valueOf(t.getMessage());
    }
}
