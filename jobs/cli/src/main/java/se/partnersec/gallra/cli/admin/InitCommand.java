package se.partnersec.gallra.cli.admin;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.planning.proposal.MappingProposal;
import se.partnersec.gallra.planning.proposal.MappingProposalService;
import se.partnersec.gallra.planning.survey.Certainty;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Writes the first mapping of a company, for people to complete. */
@Command(
        name = "init",
        header = "Propose a first sources.yml from your tables and bucket.",
        description =
                "Reads information_schema, samples of columns that rules depend on, and the first level of the bucket, under GALLRA_READER_USER. Each line of the file says why it is there. What is not known is marked TODO and what is not certain CHECK; runs refuse the file until no mark is left. Sampled values are not printed, except short words that at least five rows share. Never replaces a file. On a terminal, asks for the schemas and for the time zone. Changes nothing in the database.",
        footer = {
            "  gallra init",
            "  gallra init --schema crm --schema billing --zone Europe/Stockholm -o first.yml",
            "  gallra init --json                     # the proposal as data; writes no file without -o"
        })
public final class InitCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private static final int STEPS = 9;

    private final CommandContext session;
    private final ObjectProvider<MappingProposalService> proposals;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "Schema with business tables; may be repeated. Default: all that the account sees.")
    private @Nullable List<String> schemas;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "Time zone that all DATETIME columns show, such as Europe/Stockholm or UTC. Without it each such line is marked CHECK.")
    private @Nullable String zone;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write. Default: sources.yml in the configuration folder.")
    private @Nullable Path file;

    @Option(names = "--no-input", description = "Ask nothing.")
    private boolean silent;

    InitCommand(CommandContext session, ObjectProvider<MappingProposalService> proposals) {
        this.session = session;
        this.proposals = proposals;
    }

    @Override
    public Integer call() {
        ZoneId known = zone == null ? null : zone(zone);
        MappingProposalService service = proposals.getObject();
        // A program asks for the data: it gets a file only where it names one.
        boolean collecting = session.terminal().collecting();
        Path target = file != null ? file : collecting ? null : service.usualFile();
        if (target != null && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.there-already-never-replaced-name-another", target));
        }
        List<String> all = schemas == null ? service.schemas() : schemas;
        if (!silent && session.terminal().asks()) {
            InitQuestions questions = InitQuestions.of(session);
            all = schemas == null ? questions.schemas(all) : all;
            known = zone == null ? questions.zone() : known;
        }
        MappingProposal proposal =
                service.propose(all, known, session.today(), session.words().language());
        if (target != null) {
            service.write(target, proposal);
        }
        print(proposal, target);
        return ExitCode.DONE.number();
    }

    private ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.there-no-time-zone-write-one", name));
        }
    }

    private void print(MappingProposal proposal, @Nullable Path target) {
        CliMessages words = session.words();
        session.terminal()
                .fields(new Fields()
                        .with("file", target == null ? null : target.toString())
                        .with("tables", proposal.tables())
                        .with("sure", proposal.count(Certainty.SURE))
                        .with("check", proposal.count(Certainty.CHECK))
                        .with("todo", proposal.count(Certainty.TODO))
                        .with(
                                "missing",
                                proposal.missing().stream()
                                        .map(DataCategory::id)
                                        .toList())
                        .with("skipped", proposal.skipped())
                        .with("unsampled", proposal.unsampled())
                        .with("proposal", proposal.text()));
        session.terminal()
                .list(
                        "lines",
                        proposal.lines(),
                        line -> new Fields()
                                .with("line", line.number())
                                .with("path", line.path())
                                .with("value", line.value())
                                .with("certainty", line.certainty())
                                .with("reason", line.reason()));
        session.terminal()
                .result(words.say(
                        "init.proposed",
                        proposal.tables(),
                        proposal.lines().size(),
                        proposal.count(Certainty.SURE),
                        proposal.count(Certainty.CHECK),
                        proposal.count(Certainty.TODO)));
        if (!proposal.missing().isEmpty()) {
            session.terminal()
                    .result(words.say(
                            "init.missing",
                            String.join(
                                    ", ",
                                    proposal.missing().stream()
                                            .map(DataCategory::id)
                                            .toList())));
        }
        if (!proposal.unsampled().isEmpty()) {
            session.terminal()
                    .note(words.say("init.unsampled", proposal.unsampled().size()));
        }
        session.terminal().result(words.say(target == null ? "init.no-file" : "init.written", String.valueOf(target)));
        session.terminal().result("");
        session.terminal().result(words.say("init.steps"));
        IntStream.rangeClosed(1, STEPS)
                .forEach(step ->
                        session.terminal().result(step + ". " + words.say("init.step." + step, session.command())));
    }
}
