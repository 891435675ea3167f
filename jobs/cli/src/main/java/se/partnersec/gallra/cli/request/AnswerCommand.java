package se.partnersec.gallra.cli.request;

import java.nio.file.Path;
import java.time.LocalDate;
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
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.requests.AnswerStatus;
import se.partnersec.gallra.requests.RequestOverview;
import se.partnersec.gallra.requests.RequestService;
import se.partnersec.gallra.requests.SubjectRequest;
import se.partnersec.gallra.requests.letter.AnswerLetter;
import se.partnersec.gallra.requests.letter.LetterService;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Writes the answer to a request, and notes that it was sent. */
@Command(
        name = "answer",
        header = "Write the answer to a request.",
        description =
                "The answer describes the state today, in the language of --lang. What a hold or the law keeps today is erased later; the answer is different then.",
        footer = {
            "  gallra requests answer R-12 --lang sv",
            "  gallra requests answer R-12 --lang sv -o answer.pdf",
            "  gallra requests answer R-12 --sent 2026-11-25"
        })
final class AnswerCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");

    private final CommandContext session;
    private final ObjectProvider<RequestService> requestService;
    private final ObjectProvider<RequestOverview> requests;
    private final ObjectProvider<PersonReadLog> reads;
    private final ObjectProvider<LetterService> letters;
    private final PromiseWarnings warnings;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "REQUEST",
            converter = RequestNumber.Converter.class,
            description = "Request, such as R-12.")
    private RequestNumber number = new RequestNumber(0);

    @Option(
            names = "--sent",
            paramLabel = "DATE",
            description =
                    "Record that the answer was sent on this day, which closes the request; of an extended request, the notice.")
    private @Nullable LocalDate sent;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.pdf",
            description =
                    "Write it as a letter, by the template letter.sv.txt or letter.en.txt; the notice of an extension by notice.sv.txt or notice.en.txt.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    AnswerCommand(
            CommandContext session,
            ObjectProvider<RequestService> requestService,
            ObjectProvider<RequestOverview> requests,
            ObjectProvider<PersonReadLog> reads,
            ObjectProvider<LetterService> letters,
            PromiseWarnings warnings) {
        this.session = session;
        this.requestService = requestService;
        this.requests = requests;
        this.reads = reads;
        this.letters = letters;
        this.warnings = warnings;
    }

    @Override
    public Integer call() {
        refuseWhatDoesNotApply();
        if (sent != null) {
            noteSent(sent);
            return ExitCode.DONE.number();
        }
        reads.getObject().note("requests-answer", "request", Long.toString(number.id()));
        AnswerStatus answer = requests.getObject().answer(number.id());
        session.terminal().fields(RequestsCommand.fields(session, answer.request()));
        if (file == null) {
            session.terminal().block(new AnswerLetter(answer, session.words().language()).text());
        } else {
            Path target = file.toAbsolutePath();
            letters.getObject().write(answer, session.words().language(), session.today(), target, force);
            session.terminal().field("file", target);
            say(
                    answer.request().decision() == null ? "requests.notice-letter" : "requests.letter",
                    answer.request().name(),
                    target);
        }
        warnings.of(answer).forEach(warning -> warning.printWarning(session.terminal()));
        return ExitCode.DONE.number();
    }

    private void refuseWhatDoesNotApply() {
        if (force && file == null) {
            throw GallraCommand.wrong(spec, SENTENCES.say("holding.force-goes-o-file-pdf"));
        }
        if (file != null && !file.toString().toLowerCase(Locale.ROOT).endsWith(".pdf")) {
            throw GallraCommand.wrong(spec, SENTENCES.say("holding.o-no-name-letter-pdf-so", file));
        }
        if (sent != null && file != null) {
            throw GallraCommand.wrong(spec, SENTENCES.say("holding.sent-o-do-not-go-together"));
        }
    }

    private void noteSent(LocalDate day) {
        AnswerStatus answer = requests.getObject().answer(number.id());
        if (answer.request().decision() == null && answer.request().extension() != null) {
            SubjectRequest told = requestService.getObject().noticeSent(number.id(), day);
            session.terminal().fields(RequestsCommand.fields(session, told));
            say("requests.notice-sent", told.name(), day, told.answerBy());
            return;
        }
        requireSettled(answer);
        SubjectRequest answered = requestService.getObject().answered(number.id(), day);
        session.terminal().fields(RequestsCommand.fields(session, answered));
        say("requests.answered", answered.name(), String.valueOf(answered.answered()));
        warnings.of(answer).forEach(warning -> warning.printWarning(session.terminal()));
    }

    /** Refuses to close a request whose letter promises a result (GDPR 12(3)). */
    private void requireSettled(AnswerStatus answer) {
        long left = answer.underReview();
        if (left > 0) {
            throw RefusedException.refused(List.of(session.words()
                    .say("requests.answer-under-review", answer.request().name(), left)));
        }
    }

    private void say(String key, Object... args) {
        session.terminal().result(session.words().say(key, args));
    }
}
