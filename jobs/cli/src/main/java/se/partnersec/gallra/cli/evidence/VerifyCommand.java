package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.CategoryCandidates;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.ledger.LedgerEvidenceService;
import se.partnersec.gallra.ledger.evidence.ErasureProof;
import se.partnersec.gallra.ledger.evidence.OfflineVerifier;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Is the ledger as it was written: by the database, by exported seals and a copy alone, or for one record. */
@Command(
        name = "verify",
        header = "Verify the ledger and its seals, online or offline.",
        description = {
            "Reads the whole ledger and the seals over it and over holds, approvals, rules and other decisions. With --offline or --proof it needs no database, only the public key and the files.",
            "Exit code 10 if something was tampered with, 11 if a run was interrupted and is not recovered, 12 if something could not be checked: no public key, no copy of the ledger, or no seals although a key or a place for them is configured. A ledger that was never sealed, with neither configured, ends with 0."
        },
        footer = {
            "  gallra ledger verify --category ip-logs",
            "  gallra ledger verify --offline --public-key seal.key.pub --seals /mnt/worm/seals --ledger ledger.txt",
            "  gallra ledger verify --proof user-4711.proof --public-key seal.key.pub"
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<LedgerEvidenceService> evidence;
    private final ObjectProvider<LedgerVerifier> verifier;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            completionCandidates = CategoryCandidates.class,
            description = "Only this category, without seals.")
    private @Nullable DataCategory category;

    @Option(names = "--offline", description = "Use no database. Needs --public-key and --seals.")
    private boolean offline;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "Public key of the seals. Default with a database: GALLRA_SEAL_PUBLIC_KEY_FILE.")
    private @Nullable Path publicKey;

    @Option(
            names = "--seals",
            paramLabel = "DIR",
            description =
                    "Directory of exported seals. Default with a database: GALLRA_SEAL_DIR and GALLRA_SEAL_BUCKET.")
    private @Nullable Path seals;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description =
                    "With --offline: a copy of the ledger. Without it only the seals are verified, which ends with 12.")
    private @Nullable Path ledger;

    @Option(
            names = "--proof",
            paramLabel = "FILE",
            description = "Proof of one record, written by gallra ledger proof. Needs --public-key.")
    private @Nullable Path proof;

    VerifyCommand(
            CommandContext session,
            ObjectProvider<LedgerEvidenceService> evidence,
            ObjectProvider<LedgerVerifier> verifier) {
        this.session = session;
        this.evidence = evidence;
        this.verifier = verifier;
    }

    @Override
    public Integer call() {
        if (proof == null && !offline) {
            return database().number();
        }
        if (proof == null) {
            return offline().number();
        }
        return (proof(proof) ? ExitCode.DONE : ExitCode.DIFFERENCES).number();
    }

    private ExitCode database() {
        if (ledger != null) {
            throw misuse(SENTENCES.say("evidence.ledger-goes-offline"));
        }
        LedgerVerifier.Result result = verifier.getObject().verify(Optional.ofNullable(category));
        session.terminal().field("ledger", fields(result));
        print(session, result);
        ExitCode exit = !result.ok()
                ? ExitCode.DIFFERENCES
                : result.interrupted().isEmpty() ? ExitCode.DONE : ExitCode.INTERRUPTED;
        if (category != null) {
            return exit;
        }
        OfflineVerifier.Result held = evidence.getObject().verify(publicKey, seals);
        Seal last = held.last();
        boolean expected =
                publicKey != null || seals != null || evidence.getObject().expectsSeals();
        boolean complete = last == null ? !expected : held.complete();
        if (last == null && held.ok()) {
            say(expected ? "seals.missing" : "seals.none");
        } else {
            print(held);
        }
        return !held.ok() ? ExitCode.DIFFERENCES : complete ? exit : exit.and(ExitCode.NOT_EVALUATED);
    }

    private ExitCode offline() {
        if (publicKey == null || seals == null || category != null) {
            throw misuse(SENTENCES.say("evidence.offline-needs-public-key-file-seals-2"));
        }
        OfflineVerifier verification = OfflineVerifier.of(SealPublicKeys.read(publicKey), seals);
        OfflineVerifier.Result result = ledger == null ? verification.seals() : verification.ledger(ledger);
        print(result);
        if (ledger == null) {
            say("seals.alone");
        }
        return !result.ok()
                ? ExitCode.DIFFERENCES
                : ledger != null && result.complete() ? ExitCode.DONE : ExitCode.NOT_EVALUATED;
    }

    private boolean proof(Path file) {
        if (publicKey == null || offline && seals != null || category != null) {
            throw misuse(SENTENCES.say("evidence.proof-file-needs-public-key-file"));
        }
        ErasureProof given = ErasureProof.read(file);
        String wrong = given.wrong(SealPublicKeys.read(publicKey));
        session.terminal().field("record", given.category() + ":" + given.key());
        session.terminal().field("proved", wrong == null);
        if (wrong != null) {
            session.terminal().result(session.terminal().red(session.words().say("proof.bad", wrong)));
            return false;
        }
        Seal seal = given.seal().seal();
        say(
                "proof.good",
                given.category() + ":" + given.key(),
                session.words().say("proof." + given.said().outcome()),
                Formats.time(given.row().row().writtenAt().toInstant(ZoneOffset.UTC)),
                Long.toString(given.row().row().runId()),
                given.row().row().seq(),
                seal.number(),
                seal.sealedAt());
        return true;
    }

    private static Fields fields(LedgerVerifier.Result result) {
        return new Fields()
                .with("ok", result.ok())
                .with("rows", result.rows())
                .with("records", result.items())
                .with("problems", result.problems())
                .with(
                        "openRuns",
                        result.open().stream()
                                .map(open -> new Fields()
                                        .with("run", open.runId())
                                        .with("category", open.category())
                                        .with("running", open.atWork()))
                                .toList());
    }

    private static Fields fields(OfflineVerifier.Result result) {
        Seal last = result.last();
        OfflineVerifier.Rows records = result.records();
        return new Fields()
                .with("ok", result.ok())
                .with("complete", result.complete())
                .with("lastSeal", last == null ? null : last.number())
                .with("sealedAt", last == null ? null : last.sealedAt())
                .with("signaturesVerified", result.signatures())
                .with("sealedRows", result.sealed())
                .with("unsealedRows", result.unsealed())
                .with("sealedRecords", records.read() ? records.sealed() : null)
                .with("unsealedRecords", records.read() ? records.unsealed() : null)
                .with("tablesNotRead", records.notRead())
                .with("problems", result.problems());
    }

    private void print(OfflineVerifier.Result result) {
        session.terminal().field("seals", fields(result));
        Terminal terminal = session.terminal();
        CliMessages words = session.words();
        Seal last = result.last();
        long number = last == null ? 0 : last.number();
        terminal.result(
                result.ok()
                        ? words.say("seals.good", number, result.sealed())
                        : terminal.red(
                                words.say("seals.broken", result.problems().size())));
        result.problems().forEach(problem -> terminal.result("  " + problem));
        if (last != null && result.ok()) {
            say("seals.last", last.sealedAt(), last.holdEpoch());
        }
        if (last != null && !result.signatures()) {
            say("seals.unsigned");
        }
        if (result.unsealed() > 0) {
            say("seals.open", result.unsealed());
        }
        records(result);
    }

    private void records(OfflineVerifier.Result result) {
        OfflineVerifier.Rows records = result.records();
        if (records.read() && result.ok()) {
            say(records.notRead().isEmpty() ? "records.good" : "records.good.some", records.sealed());
        } else if (!records.read() && result.last() != null && ledger != null) {
            say("records.not-read");
        }
        if (!records.notRead().isEmpty()) {
            say("records.denied", String.join(", ", records.notRead()));
        }
        if (records.gone() > 0) {
            say("records.gone", records.gone());
        }
        if (records.unsealed() > 0) {
            say("records.open", records.unsealed());
        }
    }

    public static void print(CommandContext session, LedgerVerifier.Result result) {
        Terminal terminal = session.terminal();
        CliMessages words = session.words();
        terminal.result(
                result.ok()
                        ? words.say("ledger.intact", result.rows(), result.items())
                        : terminal.red(
                                words.say("ledger.broken", result.problems().size(), result.rows())));
        result.problems().forEach(problem -> terminal.result("  " + problem));
        result.returned()
                .forEach(each -> terminal.result(
                        "  " + words.say("ledger.returned", each.chain().category(), each.from(), each.to())));
        result.open()
                .forEach(open -> terminal.result("  "
                        + words.say(
                                open.atWork() ? "ledger.open" : "ledger.interrupted",
                                open.category(),
                                Long.toString(open.runId()),
                                Long.toString(open.lastRow()))));
    }

    private void say(String key, Object... args) {
        session.terminal().result(session.words().say(key, args));
    }

    private ParameterException misuse(String what) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), what);
    }
}
