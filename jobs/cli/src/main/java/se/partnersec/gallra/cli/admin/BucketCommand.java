package se.partnersec.gallra.cli.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.operations.bucketpolicy.BucketAccountUse;
import se.partnersec.gallra.operations.bucketpolicy.BucketPolicyLint;
import se.partnersec.gallra.operations.bucketpolicy.BucketPolicyWriter;
import se.partnersec.gallra.operations.bucketpolicy.BucketScope;
import se.partnersec.gallra.operations.bucketpolicy.BucketScopeFactory;
import se.partnersec.gallra.operations.bucketpolicy.IamPolicy;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** What the accounts of the object store may do. */
@Command(name = "bucket", header = "Print and check bucket policies.")
public final class BucketCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<BucketScopeFactory> scopes;

    @Spec
    private @Nullable CommandSpec spec;

    BucketCommand(CommandContext session, ObjectProvider<BucketScopeFactory> scopes) {
        this.session = session;
        this.scopes = scopes;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "grants",
            header = "Print the least-privilege bucket policy of an account.",
            description =
                    "In the policy language of AWS, with the prefixes that sources.yml maps. The owner of the bucket attaches it. Needs no server.",
            footer = {
                "  gallra bucket grants --as job > job.json",
                "  gallra bucket grants --as sealer --bucket partnersec-seals > sealer.json"
            })
    int grants(
            @Option(
                            names = "--as",
                            required = true,
                            paramLabel = "USE",
                            converter = AccessUseConverter.class,
                            completionCandidates = AccessUseCandidates.class,
                            description =
                                    "job; job-unversioned for a bucket without versions; reader for read-only commands; sealer.")
                    BucketAccountUse use,
            @Option(
                            names = "--bucket",
                            paramLabel = "NAME",
                            description = "Bucket. Default: GALLRA_S3_BUCKET, for the sealer GALLRA_SEAL_BUCKET.")
                    @Nullable
                    String bucket) {
        session.terminal()
                .raw("policy", BucketPolicyWriter.write(use, scopes.getObject().of(use, bucket)));
        return 0;
    }

    @Command(
            name = "lint",
            header = "Compare a bucket policy with the rights an account needs.",
            description =
                    "Names missing rights, rights beyond need, and actions that nobody may perform but the policy does not deny. Exit code 10 if there are any. Needs no server.",
            footer = {"  gallra bucket lint job.json --as job", "  gallra bucket lint all.json --as reader"})
    int lint(
            @Parameters(paramLabel = "FILE", description = "Policy as JSON.") Path file,
            @Option(
                            names = "--as",
                            required = true,
                            paramLabel = "USE",
                            converter = AccessUseConverter.class,
                            completionCandidates = AccessUseCandidates.class,
                            description = "job, job-unversioned, reader or sealer.")
                    BucketAccountUse use,
            @Option(
                            names = "--bucket",
                            paramLabel = "NAME",
                            description = "Bucket. Default: GALLRA_S3_BUCKET, for the sealer GALLRA_SEAL_BUCKET.")
                    @Nullable
                    String bucket) {
        IamPolicy policy = read(file);
        BucketScope scope = scopes.getObject().of(use, bucket);
        List<BucketPolicyLint.Finding> findings = new BucketPolicyLint(use, scope).judge(policy);
        CliMessages words = session.words();
        session.terminal()
                .list(
                        "findings",
                        findings,
                        each -> new Fields()
                                .with("kind", each.kind())
                                .with("what", each.what())
                                .with("where", each.where()));
        for (BucketPolicyLint.Finding each : findings) {
            String key =
                    "bucket.lint." + each.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            session.terminal().result(words.say(key, each.what(), each.where()));
        }
        if (!findings.isEmpty()) {
            session.terminal().note(words.say("bucket.lint.cure", use.id()));
            return ExitCode.DIFFERENCES.number();
        }
        session.terminal().result(words.say("bucket.lint.good", scope.bucket(), use.id()));
        return 0;
    }

    private IamPolicy read(Path file) {
        try {
            return IamPolicy.read(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.file-cannot-read-check-name-owner", file));
        } catch (IllegalArgumentException e) {
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.no-policy-can-judged", file, e.getMessage()));
        }
    }
}
