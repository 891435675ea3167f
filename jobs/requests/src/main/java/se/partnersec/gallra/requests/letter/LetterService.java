package se.partnersec.gallra.requests.letter;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.rules.ConfigFolder;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.rules.ControllerDeclaration;
import se.partnersec.gallra.requests.AnswerStatus;
import se.partnersec.gallra.requests.SubjectRequest;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.file.AtomicFile;
import se.partnersec.gallra.support.pdf.Document;
import se.partnersec.gallra.support.text.Sentences;

/** Writes answers to requests as letters. */
public final class LetterService {
    private static final Sentences SENTENCES = Sentences.of("requests");
    private final ConfigFolder folder;
    private final ConfigurationFiles files;

    LetterService(ConfigFolder folder, ConfigurationFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /**
     * Writes a letter as PDF/A, readable by its owner alone.
     *
     * @param day of the letter, in Sweden
     * @throws RefusedException if nobody has decided the request, the company has declared neither name nor contact, the template has a fault, or
     *     the file is there already and not to be replaced; nothing was written
     */
    public void write(AnswerStatus answer, Locale locale, LocalDate day, Path target, boolean force) {
        String language = locale.getLanguage().equals("sv") ? "sv" : "en";
        SubjectRequest request = answer.request();
        if (request.decision() == null && request.extension() == null) {
            throw RefusedException.usage(SENTENCES.say("letter.neither-decided-nor-extended-so-there", request.name()));
        }
        LetterTemplate template = LetterTemplate.read(
                folder.path().resolve((request.decision() == null ? "notice." : "letter.") + language + ".txt"));
        Map<String, String> values = values(answer, day);
        Document paper = new Document(LetterTemplate.filled(template.title(), values), locale, false);
        for (String paragraph : template.paragraphs()) {
            if (paragraph.equals(LetterTemplate.ANSWER)) {
                new AnswerLetter(answer, locale).write(paper);
            } else {
                String text = LetterTemplate.filled(paragraph, values);
                if (!text.isEmpty()) {
                    paper.sentence(text);
                }
            }
        }
        try (AtomicFile file = new AtomicFile(target, force)) {
            paper.write(file.out());
            file.publish();
        } catch (IOException e) {
            throw RefusedException.usage(SENTENCES.say("letter.could-not-written-check-disk-then", target, e));
        }
    }

    private Map<String, String> values(AnswerStatus answer, LocalDate day) {
        ControllerDeclaration company = files.controller();
        if (known(company.name()).isEmpty() || known(company.contact()).isEmpty()) {
            throw RefusedException.configuration(SENTENCES.say(
                    "letter.does-not-say-who-writes-declare", folder.path().resolve("register.yml")));
        }
        return Map.of(
                "company", known(company.name()),
                "contact", known(company.contact()),
                "officer", known(company.dataProtectionOfficer()),
                "date", day.toString(),
                "request", answer.request().name());
    }

    private static String known(@Nullable String text) {
        return text == null || text.equals("none") ? "" : text;
    }
}
