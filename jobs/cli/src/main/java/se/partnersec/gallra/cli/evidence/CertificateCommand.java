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
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.VersionProvider;
import se.partnersec.gallra.reports.CertificateService;
import se.partnersec.gallra.reports.certificate.CertificateSubject;
import se.partnersec.gallra.reports.certificate.CertificateWriter;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Certifies that records were destroyed. */
@Command(
        name = "certificate",
        header = "Certify what a run, or all runs of a period, destroyed.",
        description = {
            "The certificate says how much of which category was erased, by which rule and law, what was kept, which rows of the ledger and which seals prove it, and where copies may remain (gallra copies). It has counts and names no record and nobody whose data was erased; it has the logins that adopted the rules. It is signed with GALLRA_CERTIFICATE_KEY_FILE.",
            "First, the ledger and its seals are verified and audited, and a census of the records on hold must have been taken (gallra holds census). No certificate is written if verification or audit fails, if records on hold are missing, or if a run or day is not over (exit 10 or 2). Nor is one written if no census was taken since (exit 12). A certificate that is not fully signed, sealed, evaluated or preceded by a census also ends with 12.",
            "With -o FILE.pdf two files are written: PDF/A for people, and the JSON that can be verified."
        },
        subcommands = {CertificateVerifyCommand.class},
        footer = {
            "  gallra certificate --run 12 -o run-12.pdf --lang sv",
            "  gallra certificate --since 2026-10-01 --until 2026-10-31 -o october.pdf",
            "  gallra certificate verify october.json"
        })
public final class CertificateCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<CertificateService> certificates;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--run", paramLabel = "N", description = "Run.")
    private @Nullable Long run;

    @Option(names = "--since", paramLabel = "DATE", description = "First day, with --until.")
    private @Nullable LocalDate since;

    @Option(names = "--until", paramLabel = "DATE", description = "Last day; it must be over.")
    private @Nullable LocalDate until;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write, .pdf or .json.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "Public key of the seals. Default: GALLRA_SEAL_PUBLIC_KEY_FILE.")
    private @Nullable Path publicKey;

    CertificateCommand(CommandContext session, ObjectProvider<CertificateService> certificates) {
        this.session = session;
        this.certificates = certificates;
    }

    @Override
    public Integer call() {
        if ((run == null) == (since == null && until == null) || (since == null) != (until == null)) {
            throw GallraCommand.wrong(spec, SENTENCES.say("evidence.certificate-run-n-since-date-until"));
        }
        if (file == null) {
            throw GallraCommand.wrong(spec, SENTENCES.say("evidence.o-file-missing-file-write-pdf"));
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
        session.terminal().field("files", written.files());
        session.terminal().field("sha256", written.sha256());
        session.terminal().field("records", written.records());
        session.terminal().field("unsealedRows", written.unsealed());
        session.terminal().field("notEvaluated", written.open());
        session.terminal().field("census", written.census().number());
        session.terminal().field("signed", written.signed());
        session.terminal().field("complete", written.complete());
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
