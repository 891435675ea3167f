package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.shell.CliMessages;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.VersionProvider;
import se.partnersec.gallra.reports.CertificateService;
import se.partnersec.gallra.reports.certificate.CertificateSubject;
import se.partnersec.gallra.reports.certificate.CertificateWriter;
import se.partnersec.gallra.support.exit.ExitCode;

/** Certifies that records were destroyed. */
@Command(
        name = "certificate",
        description = {
            "Certify what a run destroyed, or all runs from one day to another: how much of which category, by which rule",
            "and law, what stayed, which rows of the ledger say so and which seal covers them, and what else may still hold",
            "copies (gallra horizon). First the ledger and its seals are verified and audited, and the records on hold must have been",
            "counted since (gallra holds census; otherwise 12); what does not verify, what the audit finds, what lies beside missing",
            "records, a run that is not over and a day that is not over are not certified (exit 10 or 2). It counts, and names no",
            "record and nobody. Signed by the key in GALLRA_CERTIFICATE_KEY_FILE; exit 12 if part of it is not signed, not sealed",
            "or could not be evaluated.",
            "",
            "A name that ends in .pdf makes two files: PDF/A for people, and beside it the JSON that can be verified."
        },
        subcommands = {CertificateVerifyCommand.class},
        footer = {
            "",
            "Examples:",
            "  gallra certificate --run 12 -o run-12.pdf --lang sv",
            "  gallra certificate --since 2026-10-01 --until 2026-10-31 -o october.pdf",
            "  gallra certificate verify october.json"
        })
public final class CertificateCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<CertificateService> certificates;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--run", paramLabel = "N", description = "The run.")
    private @Nullable Long run;

    @Option(names = "--since", paramLabel = "DATE", description = "The first day, with --until.")
    private @Nullable LocalDate since;

    @Option(names = "--until", paramLabel = "DATE", description = "The last day; it must be over.")
    private @Nullable LocalDate until;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write, .pdf or .json.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Replace the file if it is there.")
    private boolean force;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "By what seals are believed; otherwise GALLRA_SEAL_PUBLIC_KEY_FILE.")
    private @Nullable Path publicKey;

    CertificateCommand(CommandContext session, ObjectProvider<CertificateService> certificates) {
        this.session = session;
        this.certificates = certificates;
    }

    @Override
    public Integer call() {
        if ((run == null) == (since == null && until == null) || (since == null) != (until == null)) {
            throw GallraCommand.wrong(spec, "a certificate is of --run N, or of --since DATE and --until DATE");
        }
        if (file == null) {
            throw GallraCommand.wrong(spec, "-o FILE is missing: the file to write, .pdf or .json");
        }
        CertificateSubject subject = run != null
                ? CertificateSubject.ofRun(run)
                : CertificateSubject.ofDays(Objects.requireNonNull(since), Objects.requireNonNull(until));
        CertificateWriter.files(file); // a wrong name is no reason to read a whole ledger
        CliMessages words = session.words();
        CertificateWriter.Written written = certificates
                .getObject()
                .issue(subject, publicKey, words, new VersionProvider().getVersion()[0], file, force);
        String files = written.files().stream().map(Path::toString).collect(Collectors.joining(", "));
        session.terminal().result(words.say("certificate.written", files, written.records(), written.sha256()));
        if (written.unsealed() > 0) {
            session.terminal().note(words.say("certificate.unsealed", written.unsealed()));
        }
        if (written.open() > 0) {
            session.terminal().note(words.say("certificate.checked-open", written.open()));
        }
        if (written.census().before() == 0) {
            session.terminal().note(words.say("certificate.no-census-before"));
        }
        if (!written.census().sealed()) {
            session.terminal().note(words.say("certificate.census-not-sealed"));
        }
        if (!written.signed()) {
            session.terminal().note(words.say("certificate.not-signed"));
        }
        return (written.complete() ? ExitCode.DONE : ExitCode.NOT_EVALUATED).number();
    }
}
