package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.reports.CertificateService;
import se.partnersec.gallra.reports.certificate.CertificateVerifier;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Does a certificate still hold? */
@Command(
        name = "verify",
        header = "Verify a certificate against the ledger, online or offline.",
        description = {
            "Computes the content again from the ledger, compares it, and looks for the seals it names. With --offline it uses the public key, exported seals and a copy of the ledger instead of a database; without the copy the rows are verified, not the counts.",
            "What it says of runs, findings, rules and remaining copies is true as of its issue, confirmed by the issuer's signature. Exit code 10 if something differs, or with --offline if rows are not sealed. Exit code 12 if no known issuer signed it, if records could not be evaluated, or if counts, seals or (with a database) rows could not be verified."
        },
        footer = {
            "  gallra certificate verify october.json",
            "  gallra certificate verify october.json --offline --public-key seal.key.pub --seals /mnt/worm/seals",
            "  gallra certificate verify october.json --issuer-key issuer.key.pub"
        })
final class CertificateVerifyCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<CertificateService> certificates;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE.json", description = "Certificate.")
    private @Nullable Path file;

    @Option(names = "--offline", description = "Use no database. Needs --public-key and --seals.")
    private boolean offline;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "Public key of the seals. Default with a database: GALLRA_SEAL_PUBLIC_KEY_FILE.")
    private @Nullable Path publicKey;

    @Option(
            names = "--issuer-key",
            paramLabel = "FILE",
            description = "Public key of the issuer. Default with a database: GALLRA_CERTIFICATE_PUBLIC_KEY_FILE.")
    private @Nullable Path issuerKey;

    @Option(
            names = "--seals",
            paramLabel = "DIR",
            description = "Directory of exported seals. Default with a database: GALLRA_SEAL_DIR.")
    private @Nullable Path seals;

    @Option(names = "--ledger", paramLabel = "FILE", description = "With --offline: a copy of the ledger.")
    private @Nullable Path ledger;

    CertificateVerifyCommand(CommandContext session, ObjectProvider<CertificateService> certificates) {
        this.session = session;
        this.certificates = certificates;
    }

    @Override
    public Integer call() {
        CertificateVerifier.Result result = result(Objects.requireNonNull(file));
        Terminal terminal = session.terminal();
        CliMessages words = session.words();
        terminal.field("ok", result.ok());
        terminal.field("complete", result.complete());
        terminal.field("sha256", result.sha256());
        terminal.field("rows", result.rows());
        terminal.field("sealedRows", result.sealed());
        terminal.field("issuer", result.signed());
        terminal.field("notEvaluated", result.open());
        terminal.field("censusComplete", result.counted());
        terminal.field("countsVerified", result.counts());
        terminal.field("signaturesVerified", result.signatures());
        terminal.field("differences", result.problems());
        if (!result.ok()) {
            terminal.result(terminal.red(
                    words.say("certificate.broken", result.problems().size())));
            result.problems().forEach(problem -> terminal.result("  " + problem));
            return ExitCode.DIFFERENCES.number();
        }
        String holds = result.complete() ? "certificate.holds" : "certificate.ledger-holds";
        terminal.result(words.say(holds, result.rows(), result.sealed(), result.sha256()));
        terminal.result(words.say("certificate.issuer." + result.signed()));
        if (result.open() > 0) {
            terminal.result(words.say("certificate.issued-open", result.open()));
        }
        if (!result.counted()) {
            terminal.result(words.say("certificate.issued-uncounted"));
        }
        if (!result.counts()) {
            terminal.result(words.say("certificate.counts-not"));
        }
        if (!result.signatures()) {
            terminal.result(words.say("seals.unsigned"));
        }
        return (result.complete() ? ExitCode.DONE : ExitCode.NOT_EVALUATED).number();
    }

    private CertificateVerifier.Result result(Path certificate) {
        if (!offline) {
            if (ledger != null) {
                throw GallraCommand.wrong(spec, SENTENCES.say("evidence.ledger-goes-offline"));
            }
            return certificates.getObject().verify(certificate, publicKey, issuerKey, seals);
        }
        if (publicKey == null || seals == null) {
            throw GallraCommand.wrong(spec, SENTENCES.say("evidence.offline-needs-public-key-file-seals"));
        }
        return CertificateVerifier.of(certificate, issuerKey == null ? null : SealPublicKeys.read(issuerKey))
                .offline(SealPublicKeys.read(publicKey), seals, ledger);
    }
}
